"""Whether somebody comes: a calendar's reply (RFC 5546), or plain words in English, Spanish, Portuguese, French."""

import re
from email.message import Message

from outreach.intake.folding import folded
from outreach.intake.mail_text import header, own_parts, text_of
from outreach.intake.quote import new_text

PARTSTAT = re.compile(r"PARTSTAT=\"?(ACCEPTED|DECLINED|TENTATIVE)", re.IGNORECASE)
REPLY_METHOD = re.compile(r"^METHOD:REPLY\s*$", re.MULTILINE | re.IGNORECASE)
PARTSTATS = {"accepted": "yes", "declined": "no", "tentative": "maybe"}

THANKS = r"( (please|thanks|thank you|thanks a lot|many thanks|por favor|gracias|muchas gracias|obrigad[oa]|muito obrigad[oa]|merci|merci beaucoup|of course|claro|por supuesto|bien sur|com certeza|con gusto|com prazer|avec plaisir|with pleasure))*"
COMING = r"i (will|can|would like to|d like to|am going to) (attend|come|join|participate|be there)|i ll (attend|come|join|participate|be there)|i accept|count me in|see you( there| then)?"
COMING += r"|(asistire|participare|estare( alli| ahi| presente)?|ire|alli estare|ahi estare|acepto|cuenten conmigo|(voy a|puedo|quiero) (asistir|participar|ir))"
COMING += r"|(participarei|estarei( la| presente)?|irei|aceito|contem comigo|(vou|posso|quero) (participar|comparecer|assistir|ir))"
COMING += r"|(je (participerai|viendrai|serai( la| present| presente)?|accepte|peux (participer|venir))|j (y serai|accepte|irai)|comptez sur moi)"
COMING += r"|confirm(o|ado|ed|e)?( (mi|a minha|minha|ma|my) (asistencia|participacion|presenca|participacao|presence|participation|attendance))?|je confirme( ma (presence|participation))?|i confirm( my (attendance|participation))?"
AWAY = r"i (can t|cannot|can not|won t|will not|am not able to|m not able to|am unable to) (attend|come|join|participate|make it|be there)|i decline"
AWAY += (
    r"|no (puedo|podre|voy a poder|voy a) (asistir|participar|ir|estar)|no (asistire|participare|ire|estare)|declino"
)
AWAY += r"|nao (posso|poderei|vou poder|vou) (participar|comparecer|assistir|ir|estar)|nao (participarei|irei|estarei)|recuso"
AWAY += r"|je ne (peux|pourrai|veux) pas (participer|venir|y assister|assister|etre present)|je ne (participerai|viendrai|serai) pas( la| present| presente)?|je decline"
ANSWERS = {
    "yes": re.compile(rf"((yes|yep|si|sim|oui)( (yes|si|sim|oui))?( ({COMING}))?|(ok(ay)? )?({COMING})){THANKS}"),
    "no": re.compile(rf"((no|nao|non|nope)( ({AWAY}))?|{AWAY}){THANKS}"),
    "maybe": re.compile(
        r"(maybe|perhaps|possibly|not sure( yet)?|quizas?|tal vez|puede ser|a lo mejor|talvez|pode ser|peut etre"
        rf"|no se todavia|todavia no se|ainda nao sei|je ne sais pas encore){THANKS}"
    ),
}


def calendar_reply(message: Message) -> str:
    """The calendar part in which somebody answers an invitation; "" when there is none."""
    texts = (text_of(part) for part in own_parts(message) if part.get_content_type() == "text/calendar")
    return next((text for text in texts if REPLY_METHOD.search(text)), "")


def rsvp(message: Message) -> str:
    """yes, no, maybe or "": of a calendar, else the whole first line of the new text, else the whole subject."""
    calendar = calendar_reply(message).replace("\n ", "").replace("\n\t", "")
    found = PARTSTAT.search(calendar)
    if found:
        return PARTSTATS[found[1].lower()]
    first = next((line for line in new_text(message).splitlines() if line.strip()), "")
    return answer_in(first) or answer_in(header(message, "subject"))


def answer_in(line: str) -> str:
    """The answer that is all a line says: "Sí, gracias." is yes; "Yes, but when?" and "No problem" are none."""
    if line.rstrip().endswith("?"):
        return ""
    said = folded(line)
    return next((answer for answer, words in ANSWERS.items() if words.fullmatch(said)), "")
