BEGIN TRANSACTION;
CREATE TABLE facts (
	id INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	CONSTRAINT pk_facts PRIMARY KEY (id)
);
INSERT INTO "facts" VALUES(1,'2016-07-01T12:00:00.000000Z','message.planned','ffo4lom3n6yvhovpowd4476mu4','{}','','95eeb2f2e86a1dc0b38293f6877c078585718a736550e19fd602edb8e82fca19');
INSERT INTO "facts" VALUES(2,'2016-07-01T12:00:00.000000Z','message.planned','7a4k4samneyrl4rtc3kygrnsju','{}','95eeb2f2e86a1dc0b38293f6877c078585718a736550e19fd602edb8e82fca19','1077a28c3a2eb6c61183948cf45cbfe484395048e50790bd44749f74b60014d6');
INSERT INTO "facts" VALUES(3,'2016-07-01T12:00:00.000000Z','message.planned','dq4dmhi5tzh5do5henxlirxzwq','{}','1077a28c3a2eb6c61183948cf45cbfe484395048e50790bd44749f74b60014d6','adfe904e353e2faf949471b41d2b6a389f1ecdf850c2e26bde7935f95a816d44');
INSERT INTO "facts" VALUES(4,'2016-07-01T12:00:00.000000Z','message.approved','7a4k4samneyrl4rtc3kygrnsju','{"approver": "People!2", "batch": "3fe78dd4eba8bf4b8afd76fc140fdda56f82865c905bad3c675c11b7ae620142"}','adfe904e353e2faf949471b41d2b6a389f1ecdf850c2e26bde7935f95a816d44','f7c69515ca63d3fac225e59148383e6575df4da50a16472b5db79d7fb71ad230');
INSERT INTO "facts" VALUES(5,'2016-07-01T12:00:00.000000Z','message.approved','ffo4lom3n6yvhovpowd4476mu4','{"approver": "People!2", "batch": "3fe78dd4eba8bf4b8afd76fc140fdda56f82865c905bad3c675c11b7ae620142"}','f7c69515ca63d3fac225e59148383e6575df4da50a16472b5db79d7fb71ad230','9a3df64c7c2fe15b413403d2ce84e677d361eac2fa8042843cd04029e8c52c24');
INSERT INTO "facts" VALUES(6,'2016-07-01T12:00:00.000000Z','message.claimed','7a4k4samneyrl4rtc3kygrnsju','{}','9a3df64c7c2fe15b413403d2ce84e677d361eac2fa8042843cd04029e8c52c24','ed824a96e54c7ee43e78d370d74bc9563bf46ce7703a656e2fe7f411705780f8');
INSERT INTO "facts" VALUES(7,'2016-07-01T12:00:00.000000Z','message.transmitting','7a4k4samneyrl4rtc3kygrnsju','{"attempt": 1}','ed824a96e54c7ee43e78d370d74bc9563bf46ce7703a656e2fe7f411705780f8','b0bec6fe0da7e36fc6b4f73c1cb7f975c00283d84a0910e309366d3fda35334e');
INSERT INTO "facts" VALUES(8,'2016-07-01T12:00:00.000000Z','message.accepted','7a4k4samneyrl4rtc3kygrnsju','{"attempt": 1, "code": "250 2.0.0"}','b0bec6fe0da7e36fc6b4f73c1cb7f975c00283d84a0910e309366d3fda35334e','65e275463aa18e61940aa2d67dea5f76868e2c0e5477032001880e78f0523c52');
INSERT INTO "facts" VALUES(9,'2016-07-01T12:00:00.000000Z','message.planned','rdf5mc3b6wlsbb3canxcdoqzru','{}','65e275463aa18e61940aa2d67dea5f76868e2c0e5477032001880e78f0523c52','77360321b7f725213bdf88a1d3e3e1407cfe2b4fc76021cd7bdfa8b3635ae788');
INSERT INTO "facts" VALUES(10,'2016-07-01T12:00:00.000000Z','contact.suppressed','c8','{}','77360321b7f725213bdf88a1d3e3e1407cfe2b4fc76021cd7bdfa8b3635ae788','f044e46b060dbf5df0c5d0edd9538a515cda50f5b9e39d2b6d44393d027b52b6');
INSERT INTO "facts" VALUES(11,'2016-07-01T12:00:00.000000Z','occasion.revised','invitation:dns','{"sequence": 0}','f044e46b060dbf5df0c5d0edd9538a515cda50f5b9e39d2b6d44393d027b52b6','d8d897ed028bb9d1942897a6d59589a6f04078e826a6571ee0ac053a1c375047');
INSERT INTO "facts" VALUES(12,'2016-07-01T12:00:00.000000Z','digest','c9','{"covered": 21}','d8d897ed028bb9d1942897a6d59589a6f04078e826a6571ee0ac053a1c375047','7bb42fcea0ab9a5420b52ff33ba62c97e3ddf299c30c5afda8fdc06847b68cf6');
CREATE TABLE ledger_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT ledger_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "ledger_version" VALUES('0004');
CREATE TABLE messages (
	"key" TEXT NOT NULL, 
	contact TEXT NOT NULL, 
	occasion TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	since VARCHAR(27) NOT NULL, 
	planned VARCHAR(27) NOT NULL, 
	not_before VARCHAR(27), 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	batch TEXT DEFAULT '' NOT NULL, 
	approver TEXT DEFAULT '' NOT NULL, 
	worker TEXT DEFAULT '' NOT NULL, 
	reply TEXT DEFAULT '' NOT NULL, 
	fingerprint TEXT NOT NULL, 
	sender TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	languages TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	recipient TEXT NOT NULL, 
	expires VARCHAR(27), zone TEXT DEFAULT '' NOT NULL, organisation TEXT DEFAULT '' NOT NULL, boot TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_messages PRIMARY KEY ("key"), 
	CONSTRAINT uq_messages_contact_occasion_revision UNIQUE (contact, occasion, revision), 
	CONSTRAINT ck_messages_state CHECK (state IN ('planned', 'approved', 'claimed', 'transmitting', 'accepted', 'refused', 'later', 'needs_smtputf8', 'unknown', 'suppressed', 'withdrawn'))
);
INSERT INTO "messages" VALUES('ffo4lom3n6yvhovpowd4476mu4','c1','invitation:dns',0,'approved','2016-07-01T12:00:00.000000Z','2016-07-01T12:00:00.000000Z','2016-07-01T12:00:00.000000Z',0,'3fe78dd4eba8bf4b8afd76fc140fdda56f82865c905bad3c675c11b7ae620142','People!2','','','016ba1b1948be69c01bea1699fcf3e8a6fe13e76edd3edc8c3ebc70f45ae51f8','outreach@lacralo.example','A call about the DNS','es','Survey!5','c1@chapines.example',NULL,'','','');
INSERT INTO "messages" VALUES('7a4k4samneyrl4rtc3kygrnsju','c2','invitation:dns',0,'accepted','2016-07-01T12:00:00.000000Z','2016-07-01T12:00:00.000000Z',NULL,1,'3fe78dd4eba8bf4b8afd76fc140fdda56f82865c905bad3c675c11b7ae620142','People!2','w','250 2.0.0 Ok','8fa1b460d424e49e60bfc23202111f44b300499280850f89346808253b526e7b','outreach@lacralo.example','A call about the DNS','es','Survey!5','c2@chapines.example',NULL,'','','34653577-974d-4139-9c48-e07c2cd93ace');
INSERT INTO "messages" VALUES('dq4dmhi5tzh5do5henxlirxzwq','c3','invitation:dns',0,'planned','2016-07-01T12:00:00.000000Z','2016-07-01T12:00:00.000000Z',NULL,0,'','','','','16992dbb743c413fdb545db517b610c99cf73db2e492d94f1b3591b79a07a7f7','outreach@lacralo.example','A call about the DNS','es','Survey!5','c3@chapines.example',NULL,'','','');
INSERT INTO "messages" VALUES('rdf5mc3b6wlsbb3canxcdoqzru','c9','digest:2016-07-04',0,'planned','2016-07-01T12:00:00.000000Z','2016-07-01T12:00:00.000000Z',NULL,0,'','','','','9fdb6a458bb974e6477237bf12d06d51806d488d827bc65990d380a0b2b76243','outreach@lacralo.example','A call about the DNS','es','Survey!5','c9@chapines.example',NULL,'','','');
CREATE TABLE occasions (
	occasion TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	fingerprint TEXT NOT NULL, 
	since VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_occasions PRIMARY KEY (occasion)
);
INSERT INTO "occasions" VALUES('invitation:dns',0,'10:00 on the bridge','2016-07-01T12:00:00.000000Z');
CREATE TABLE pulls (
	at VARCHAR(27) NOT NULL, 
	tabs TEXT NOT NULL, 
	CONSTRAINT pk_pulls PRIMARY KEY (at)
);
INSERT INTO "pulls" VALUES('2016-07-01T12:00:00.000000Z','{"tabs": {"Survey": "a055d1eefb132ec5f54085038664b9f4c71b2209efcd8916a87bbd6aa3ca5aeb"}, "links": {}}');
CREATE TABLE suppressions (
	contact TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_suppressions PRIMARY KEY (contact)
);
INSERT INTO "suppressions" VALUES('c8','said no','2016-07-01T12:00:00.000000Z');
CREATE TABLE tabs (
	hash TEXT NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_tabs PRIMARY KEY (hash)
);
INSERT INTO "tabs" VALUES('a055d1eefb132ec5f54085038664b9f4c71b2209efcd8916a87bbd6aa3ca5aeb',X'789CAB562ACA2F2F56B28A8E56F24BCC4D558AD589560A4A4D5170CE482CC8CC4B548A8DD551CA4D2D4A4F05A901B2F3808A404C25251DA52243A5D85A00B1391440');
CREATE TABLE texts (
	"key" TEXT NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_texts PRIMARY KEY ("key")
);
INSERT INTO "texts" VALUES('ffo4lom3n6yvhovpowd4476mu4',X'5375626A6563743A20412063616C6C2061626F75742074686520444E530D0A0D0A48656C6C6F0D0A');
INSERT INTO "texts" VALUES('7a4k4samneyrl4rtc3kygrnsju',X'5375626A6563743A20412063616C6C2061626F75742074686520444E530D0A0D0A48656C6C6F0D0A');
INSERT INTO "texts" VALUES('dq4dmhi5tzh5do5henxlirxzwq',X'5375626A6563743A20412063616C6C2061626F75742074686520444E530D0A0D0A48656C6C6F0D0A');
INSERT INTO "texts" VALUES('rdf5mc3b6wlsbb3canxcdoqzru',X'5375626A6563743A20412063616C6C2061626F75742074686520444E530D0A0D0A48656C6C6F0D0A');
CREATE INDEX ix_messages_occasion ON messages (occasion);
CREATE INDEX ix_messages_claimable ON messages (not_before, "key") WHERE state IN ('approved', 'later');
CREATE INDEX ix_facts_kind_subject ON facts (kind, subject);
CREATE INDEX ix_messages_in_hand ON messages ("key") WHERE state IN ('claimed', 'transmitting');
CREATE INDEX ix_messages_organisation ON messages (organisation);
CREATE INDEX ix_facts_begun ON facts (at) WHERE kind = 'message.transmitting';
COMMIT;
