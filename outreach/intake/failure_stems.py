"""Why a message failed, from the stems of a server's words: for wordings and languages that no phrase foresees."""

import re

from outreach.domain.failure import FailureReason

# Of each idea what EN, ES, PT, FR, DE, IT, NL, PL say, by how their words begin; how they end does not matter.
USER = (
    r"user|recipient|addressee|mail ?box|account|address|e-?mail ?id|alias|subscriber|customer|inbox|local[- ]part"
    r"|usuari|destinat|buz[oó]n|casill|cuenta|direcci[oó]n|correo|usu[aá]ri|caixa|conta|endere[cç]o"
    r"|utilisat|adress|bo[iî]te|compte|benutzer|nutzer|empf[aä]nger|postfach|konto|utent|casell|indirizz"
    r"|gebruiker|ontvanger|geadresseerd|postbus|adres|odbiorc|u[zż]ytkown|skrzynk"
)
HOST = r"host|domain|domini|dom[ií]nio|domaine|domein|domen|mail exchanger"
SENDER = r"(?<!to )(?<!to the )sender|remitente|remetente|exp[ée]diteur|absender|mittente|afzender|nadawc|mail from|return.path"
LETTER = r"message|mail|mensaje|mensagem|nachricht|messagg|bericht|courrie|correo|wiadomo"
NOT_THERE = (
    r"unknown|unrecogni|undefined|invalid|not (a )?(valid|known|found|recogni|registered|listed|local|located|present)"
    r"|no such|(does|do|did|is) ?n[o']?t (currently |seem to |appear to )?(exist|found|match|have an?)|no longer (exist|valid|in use|active)"
    r"|(could ?n[o']?t|can ?not|can't) (be )?(find|found|locat|identif|match|resolv)|unable to (find|locate)|non-?existent|nonexist|never existed"
    r"|desconoc|inexist|no (se )?(existe|encontr|ha sido encontr|v[aá]lid|registrad)|inv[aá]lid"
    r"|desconhec|n[ãa]o (foi |pode ser )?(existe|encontr|localiz|v[aá]lid|cadastr)"
    r"|inconnu|introuv|n.exist|n.(a pas [ée]t[ée]|est pas) (trouv|valid|reconnu)|unbekannt|existiert nicht|nicht (gefunden|vorhanden|bekannt|existier)"
    r"|ung[uü]ltig|sconosciut|inesistent|non (esist|trovat|valid|è stato trovat)|onbekend|bestaat niet|niet (gevonden|bekend|bestaa)|ongeldig"
    r"|nieznan|nie istniej|nie znalez"
)
FULL = (
    r"full\b|exceed|over ?quota|quota|no (more )?(room|space)|out of (room|space|storage)|llen[oa]|exced|supera|cheia|lotad|pleine|satur|d[ée]pass"
    r"|voll\b|[uü]berschr|pien[ao]|vol\b|overschr|przepe[lł]n|pe[lł]n[ay]"
)
DISABLED = (
    r"disab|suspend|inactiv|deactiv|locked|frozen|dormant|desactiv|deshabil|suspens|desativ|desabil|inativ|d[ée]sactiv"
    r"|gesperrt|deaktiv|disattiv|sospes|disabil|geblokk|opgeschort|gedeactiv|zablok|nieaktyw"
)
TOO_BIG = r"too (large|big|long)|demasiado grande|muito grande|trop (gros|volum|grand)|zu gro[sß]|troppo grande|te groot|za du[zż]"
REFUSED = (
    r"spam|block|refus|reject|den(ied|y)|forbid|prohibit|unsolicit|suspicio|polic|abus|rechaz|deneg|prohib|bloque|recus|rejeit|negad"
    r"|rejet|interdit|abgelehnt|abgewies|verweiger|unerw[uü]nscht|rifiut|respint|blocc|geweiger|ongewenst|odrzuc|odm[oó]w"
)
LATER = (
    r"later|try again|retr(y|ies)|tempor|delay|defer|busy|overload|m[aá]s tarde|reintent|demor|mais tarde|novamente|plus tard|sp[aä]ter|verz[oö]ger"
    r"|pi[uù] tardi|riprov|opnieuw|p[oó][zź]niej"
)
# Other scripts, which mostly set no spaces: a thing and what is said of it stand together.
NOBODY_ELSEWHERE = (
    r"(ユーザ|宛先|アドレス|メールボックス|受信者|收件人|用户|用戶|邮箱|帐号|账号|адрес|получател|пользовател|ящик).{0,30}"
    r"(見つか(り|ら)|存在し(ませ|な)|不明|ありません|不存在|找不到|无效|無效|не найден|не существ|неизвест)"
    r"|(不明な|存在しない|неизвестн|несуществующ)\S{0,4}.{0,4}(ユーザ|宛先|アドレス|адрес|получател|пользовател)"
)
ELSEWHERE: tuple[tuple[FailureReason, str], ...] = (
    (
        FailureReason.MAILBOX_FULL,
        r"(容量|メールボックス|邮箱|郵箱|空间|ящик|квот).{0,20}(超|いっぱい|满|滿|переполн|превыш)",
    ),
    (FailureReason.SENDER_REFUSED, r"(送信者|差出人|发件人|寄件人|отправител).{0,15}(不明|拒|不存在|неизвест|отклон)"),
    (
        FailureReason.DISABLED,
        r"(アカウント|账户|帐户|帐号|用户|邮箱|ящик|аккаунт).{0,15}(停止|無効|停用|禁用|冻结|заблок|отключ)",
    ),
    (
        FailureReason.HOST_UNKNOWN,
        r"(ドメイン|ホスト|域名|домен|хост).{0,20}(見つか|存在し|不明|不存在|找不到|无效|не найден|не существ|неизвест)",
    ),
    (FailureReason.USER_UNKNOWN, NOBODY_ELSEWHERE),
)

_FAR, _NEAR = 60, 25  # characters between a thing and what is said of it


def _of(thing: str, said: str, distance: int) -> re.Pattern[str]:
    """The thing and what is said of it, in either order and in one sentence."""
    gap = rf"(?:(?![.;!?]\s).){{0,{distance}}}?"
    return re.compile(rf"\b(?:{thing})\w*{gap}\b(?:{said})|\b(?:{said})\w*{gap}\b(?:{thing})", re.IGNORECASE)


# Looked at in this order, the most telling first.
ABOUT: tuple[tuple[FailureReason, re.Pattern[str]], ...] = (
    (FailureReason.MAILBOX_FULL, _of(USER, FULL, _NEAR)),
    (FailureReason.TOO_BIG, _of(LETTER, TOO_BIG, _FAR)),
    (FailureReason.SENDER_REFUSED, _of(SENDER, f"{NOT_THERE}|{REFUSED}", _NEAR)),
    (FailureReason.DISABLED, _of(USER, DISABLED, _NEAR)),
    (FailureReason.HOST_UNKNOWN, _of(HOST, NOT_THERE, _NEAR)),
    (FailureReason.USER_UNKNOWN, _of(USER, NOT_THERE, _FAR)),
    *((reason, re.compile(pattern)) for reason, pattern in ELSEWHERE),
)
AT_ALL: tuple[tuple[FailureReason, re.Pattern[str]], ...] = (
    (FailureReason.POLICY, re.compile(rf"\b(?:{REFUSED})|拒否|拒绝|拒絕|отклонен|垃圾", re.IGNORECASE)),
    (FailureReason.TEMPORARY, re.compile(rf"\b(?:{LATER})|しばらく|稍后|позже", re.IGNORECASE)),
)


def reason_about(said: str) -> FailureReason | None:
    """What is said of a mailbox, a domain, a sender or a message; None where nothing of it is."""
    return next((reason for reason, pattern in ABOUT if pattern.search(said)), None)


def reason_at_all(said: str) -> FailureReason | None:
    """Whether a refusal or a delay is spoken of, whatever it is that was refused."""
    return next((reason for reason, pattern in AT_ALL if pattern.search(said)), None)
