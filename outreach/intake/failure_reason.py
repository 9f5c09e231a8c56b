"""Why a message failed, from the words of a server: bounce texts are written for people, in their languages."""

import re

from outreach.domain.failure import FailureReason
from outreach.intake.failure_stems import reason_about, reason_at_all

Words = tuple[tuple[FailureReason, re.Pattern[str]], ...]


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


# Microsoft's servers say "access denied" of recipients that they do not know (status 5.4.1).
UNKNOWN_BUT_SOUNDS_LIKE_POLICY = _words(r"recipient address rejected: access denied")

# Looked at in this order: a full mailbox is told before "unavailable", a refused sender before a refused recipient.
WORDS: Words = (
    (
        FailureReason.MAILBOX_FULL,
        _words(
            r"mail ?(box|folder|drop)?( \S{1,80})? (is |has )?(been )?(full|over ?(its )?quota|exceeded)",
            r"(over|exceed\w*|out of|disk) ?(the |his |her |its |their )?(disk |storage |mailbox |allotted )?(quota|space)",
            r"quota (is )?(exceed|full|reached|violation)",
            r"user'?s? mail ?(box|folder) is full",
            r"mailbox (size )?limit exceeded",
            r"insufficient (system|disk) (storage|space)",
            r"not enough (storage|disk)? ?space",
            r"too many messages|mailbox has exceeded|out of storage|storage quota",
            r"buz[oó]n (est[aá] )?lleno|cuota (excedida|superada)|caixa (postal )?(est[aá] )?cheia|bo[iî]te .{0,20}pleine",
        ),
    ),
    (
        FailureReason.SENDER_REFUSED,
        _words(
            r"sender (address |domain )?(rejected|denied|verif\w+ fail|unknown|not)",
            r"(unknown|invalid|bad|unresolvable) sender",
            r"domain of sender address .{0,60}(does not|doesn'?t) (exist|resolve)",
            r"(you are|sender is) not (allowed|authori[sz]ed)|does not accept mail from|from address .{0,40}(reject|invalid)",
            r"bad (return|reverse)[- ]path|return path|unable to verify (your|sender)|envelope ?from|sender (id|verify)",
            r"cannot (find|verify) your (hostname|reverse)|not (a )?valid sender|access not allowed.{0,30}sender",
            r"(in reply to|after|on|during|response to) (the )?MAIL FROM\b|my name was rejected",
            r"\b(remitente|remetente|exp[ée]diteur|absender|mittente|afzender)\w*[^.]{0,25}"
            r"(rechaz|recus|rejeit|refus|rejet|abgelehnt|abgewies|rifiut|geweiger)",
        ),
    ),
    (
        FailureReason.POLICY,
        _words(
            r"spam|unsolicited|bulk ?mail|virus|malware|phish|black ?list|block ?list|blocklisted|\b(rbl|dnsbl|uribl|surbl)\b",
            r"dmarc|dkim|\bspf\b|unauthenticated|authenticat\w+ (checks? )?(is |are )?(required|fail)|not authenticated",
            r"reverse (dns|lookup)|\bptr\b|rdns|hostname mismatch|helo|ehlo",
            r"relay(ing)? (access )?(denied|not|prohibited)|not permitted to relay|unable to relay|we do not relay|open relay",
            r"reputation|greylist|rate ?limit|too many (connections|recipients|errors|mails)|too fast|throttl",
            r"(message|content|mail) (content )?(was |has been |is )?(rejected|refused|blocked|denied|not accepted(?! -- invalid mailbox))",
            r"policy|access denied|not (allowed|permitted|authori[sz]ed)|administrative prohibition|prohibited|banned",
            r"security|does not comply|rfc ?\d*22|(header|message-id|non-ascii|syntax).{0,40}(missing|invalid|duplicate|error)",
            r"connection refused|(service|server) (is )?(refus|not available)|refused to talk",
            r"receiving (mail|email) .{0,30}(too quickly|rate)|bad attachment|executable|filter|recipient preferences",
        ),
    ),
    (
        FailureReason.DISABLED,
        _words(
            r"(account|mailbox|user|recipient|address|domain)( \S{1,80})? (has been |is |was )?(temporarily |currently )?"
            r"(temporar\w+ )?(disabled|suspended|inactive|deactivated|locked|frozen|blocked|closed temporarily|expired)",
            r"(disabled|suspended|inactive) (account|user|mailbox|recipient)|account .{0,20}(disabled|suspended|inactive)",
            r"not (been )?activated|cuenta (deshabilitada|suspendida|inactiva)|conta (desativada|suspensa)",
        ),
    ),
    (
        FailureReason.TOO_BIG,
        _words(
            r"(message|mail|size).{0,30}(too (big|large)|exceed\w*|limit)|(exceed\w*|over) .{0,30}(size|limit)|too large"
        ),
    ),
    (
        FailureReason.MOVED,
        _words(
            r"(has|have|user) moved|address (has )?changed|no longer (at|with|works|employed)|please (use|update your)"
        ),
    ),
    (
        FailureReason.HOST_UNKNOWN,
        _words(
            r"(host|domain)( name)?( \S{1,80})? (is )?(unknown|not found|does(n'?t| not) exist|unresolvable|invalid)",
            r"unknown (host|domain|mail system)|no such (host|domain)|unrouteable (mail )?(domain|address)",
            r"name or service not known|host or domain name not found|name service error.{0,60}host not found",
            r"(couldn'?t|could not|cannot|can'?t) find (any host|a mail exchanger)|bad destination (system|mail)|invalid domain|non-?existent (host|domain)",
            r"(domain|host) .{0,60}(has no|no) (mx|mail exchanger|a record)|null ?mx|does not accept (any )?(mail|e-?mail)\b",
            r"dns error.{0,80}(domain name not found|nxdomain)|nxdomain|illegal host|domain is not reachable",
            r"\bno (mx|a record|mx or a)\b.{0,20} (record|found|for)|mx records point to non-?existent|\bdomain (is )?(unknown|nonexistent)",
            r"dominio (inexistente|desconocido|no existe)|domaine (inconnu|inexistant)|dom[ií]nio (inexistente|desconhecido)",
        ),
    ),
    (
        FailureReason.USER_UNKNOWN,
        _words(
            r"(user|recipient|mailbox|account|address|addressee|userid|alias|person|member|customer)s?( name)?( \S{1,80})?"
            r"( address)? (is |was |are )?(unknown|not (be )?(found|known|exist|valid|recogni[sz]ed|listed|here|local|on this)|"
            r"invalid|nonexist\w*|non-exist\w*|bad|undeliverable|unrouteable)",
            r"(user|recipient|mailbox|account|address|userid|person|\S{1,80}@\S{1,80})( name)?( \S{1,80})?.{0,12}"
            r"(does(n'?t| not)|do not|don'?t|did not) (exist|have|match|seem)",
            r"(unknown|invalid|bad|no such|non-?existent|unrecogni[sz]ed|undefined|illegal)( or \w+)?( local| final)?"
            r"( delivery)? ?(user|recipient|mailbox|account|address|addressee|alias|userid|destination mailbox|person|customer)",
            r"no (such )?(user|mailbox|account|recipient|person|address|one|body|valid recipients?)\b.{0,30}"
            r"(here|by that|found|this|exists|name|with|defined|at)?",
            r"(is )?not a (valid|known|local|registered) (user|mailbox|recipient|address|account)|not our customer",
            r"not (found|listed) in .{0,30}(directory|address book|database|table|list)|does not appear in the directory",
            r"doesn'?t have (a|an) \S{1,80} account|(unable to|cannot|could not) find (the |this |that )?(user|recipient|mailbox|account|address)",
            r"requested action not taken: mailbox unavailable|\b550\b.{0,12} mailbox unavailable|unknown local[- ]part",
            r"no longer accepts mail|no longer (a valid|in use|valid|active|exists)|(left|not with) (the|this|our) (company|organi[sz]ation)",
            r"recipnotfound",
            r"mailbox disabled permanently|user not (available|registered)|user unknown|unknown user",
            r"usuario (desconocido|inexistente|no existe)|no existe|destinatario (desconocido|inexistente)|direcci[oó]n .{0,30}no ",
            r"usu[aá]rio (desconhecido|inexistente|n[aã]o)|n[aã]o existe|caixa postal .{0,20}(inexistente|n[aã]o)",
            r"(utilisateur|destinataire|adresse|bo[iî]te).{0,30}(inconnu|inexistant|introuvable|n'existe)",
            r"benutzer.{0,20}unbekannt|empf[aä]nger.{0,30}(unbekannt|nicht)|utente (sconosciuto|non)|destinatario.{0,20}sconosciuto",
            r"that e-?mail address .{0,30}(couldn'?t be|not) found|couldn'?t be found|wasn'?t found|not in directory",
        ),
    ),
    (
        FailureReason.TEMPORARY,
        _words(
            r"tim(ed|e)?[- ]?out|time out|expired|deferred|temporar|try (again )?later|retry|network|unreachable|unavailable",
            r"connection (lost|reset|closed|dropped)|conversation .{0,40}(lost|failed)|could not (send|be delivered) .{0,20}(hours|days)",
            r"lookup failure|no route|not reachable|did not (answer|respond)|not responding|looping|too many hops|delay",
        ),
    ),
)

DEAD_STATUS = {
    "5.1.1": FailureReason.USER_UNKNOWN,
    "5.1.10": FailureReason.USER_UNKNOWN,
    "5.1.2": FailureReason.HOST_UNKNOWN,
    "5.1.6": FailureReason.MOVED,
    "5.4.310": FailureReason.HOST_UNKNOWN,
}
# What is said by its enhanced status not to be about the address (RFC 3463), whatever the words sound like.
NOT_THE_ADDRESS = {
    "5.1.7": FailureReason.SENDER_REFUSED,
    "5.1.8": FailureReason.SENDER_REFUSED,
    "5.2.2": FailureReason.MAILBOX_FULL,
    "5.2.3": FailureReason.TOO_BIG,
    "5.3.4": FailureReason.TOO_BIG,
}
# Says only that the recipient was refused: whatever else is said tells why.
ADDRESS_REFUSED = _words(r"recipient( address)? (is )?(rejected|refused|denied)|address rejected|rejected recipient")
# Gateways that put a status of their own before the reply they got.
OF_A_GATEWAY = re.compile(r"^5\.1\.0 - Unknown address error (?=[45]\d\d)")
_STATUS = re.compile(r"(?<![\d.])[45]\d\d[ -]'?(5\.\d{1,3}\.\d{1,3})(?![\d.])")

LONGEST = 8_000  # what a server says of one address is far shorter
TRY_AGAIN = _words(r"try again later|not found, try again|temporary")
ABOUT_THE_ADDRESS = {FailureReason.USER_UNKNOWN, FailureReason.HOST_UNKNOWN, FailureReason.MOVED}
UNKNOWN_STATUS = {"5.1.1", "5.1.10"}
UNKNOWN = dict(WORDS)[FailureReason.USER_UNKNOWN]


def reason_of(words: str, status: str) -> FailureReason:
    """The reason that a server's `words` give, else that of its enhanced `status` code, else unclear."""
    said = OF_A_GATEWAY.sub("", " ".join(words[:LONGEST].split()))
    if UNKNOWN_BUT_SOUNDS_LIKE_POLICY.search(said):
        return FailureReason.USER_UNKNOWN
    reason = _by_words(said, status)
    if reason in ABOUT_THE_ADDRESS:
        replied = _STATUS.search(said)
        reason = NOT_THE_ADDRESS.get(replied[1] if replied else status, reason)
    if reason is FailureReason.POLICY and status in UNKNOWN_STATUS and UNKNOWN.search(said):
        return FailureReason.USER_UNKNOWN
    if reason is FailureReason.HOST_UNKNOWN and (status.startswith("4.") or TRY_AGAIN.search(said)):
        return FailureReason.TEMPORARY
    return reason or _by_status(status) or reason_at_all(said) or FailureReason.UNCLEAR


def _by_words(said: str, status: str) -> FailureReason | None:
    reason = next((reason for reason, pattern in WORDS if pattern.search(said)), None) or reason_about(said)
    if reason is None and ADDRESS_REFUSED.search(said):
        return _by_status(status) or FailureReason.USER_UNKNOWN
    return reason


def _by_status(status: str) -> FailureReason | None:
    if status.startswith("4."):
        return FailureReason.TEMPORARY
    if status.startswith("5.7."):
        return FailureReason.POLICY
    return (DEAD_STATUS | NOT_THE_ADDRESS).get(status)
