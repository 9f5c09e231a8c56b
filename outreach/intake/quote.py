"""The new text of a reply: what its writer wrote above, between or under the mail that is quoted."""

import re
from email.message import Message

from outreach.intake.mail_text import body

# "On Monday Ana wrote:" may be folded over three lines by the writer's program.
FOLDED_LINES = 4
INTRODUCTION = re.compile(
    r"""^\W{0,3}(
        (on|am|op|den|il|el|em|no|na|le|a|at)\s.{6,300}?\b(wrote|escribi[oó]|escreveu|a\s.crit|schrieb|schreef|skrev|ha\sscritto)\b[^:]{0,80}:
        |.{3,120}\s(wrote|escribi[oó]|escreveu|a\s.crit|schrieb|ha\sscritto)(\son\s.{6,60})?\s?:
        |\d{4}-\d\d-\d\d.{3,160}<\S+@\S+>\s?:
        )\s*$""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
SEPARATOR = re.compile(
    r"^\W*[-_*]{2,}\s*(original message|mensaje original|mensagem original|message d.origine|message original"
    r"|urspr.ngliche nachricht|messaggio originale|forwarded message|mensaje reenviado|mensagem encaminhada"
    r"|message transf.r.|reply message|begin forwarded message)\b",
    re.IGNORECASE,
)
WRITER = r"^\W{0,3}(from|de|von|da|van|exp.diteur|remitente|remetente)\s?\W{0,2}:"
OTHER_FIELD = (
    r"^\W{0,3}(sent|date|to|subject|cc|enviado( el| em)?|enviada( em)?|fecha|para|asunto|assunto|data|envoy.( le)?"
    r"|.|objet|gesendet|an|betreff|inviato|oggetto)\s?\W{0,2}:"
)
HEADER_BLOCK = re.compile(rf"{WRITER}.*\n(?:.*\n)?{OTHER_FIELD}", re.IGNORECASE)


# "-- " opens a signature (RFC 3676, 4.3); what telephones add is none of the writer's words either.
SIGNATURE = re.compile(
    r"^(-- ?|_{20,}|(sent|enviado|enviada|envoy[ée]e?) (from|desde|do|de|a partir d[eo]|depuis)"
    r" (my|mi|meu|mon|outlook|yahoo|gmail|proton)\b.{0,60}|(get|obtener|obtenga|obter|obtenez|t[ée]l[ée]charger) outlook (for|para|pour) .{0,60})$",
    re.IGNORECASE | re.MULTILINE,
)


def new_text(message: Message) -> str:
    """What a reply adds to the mail it answers; HTML becomes plain text, quotation and signature are left out."""
    return without_signature(without_quote(body(message)))


def without_signature(text: str) -> str:
    """A text up to its signature, "" when it is nothing else."""
    found = SIGNATURE.search(text)
    return text[: found.start()].rstrip() if found else text


def without_quote(text: str) -> str:
    """A mail's text without its quoted lines, and without all that follows an unmarked copy of an older mail."""
    lines = text.splitlines()
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if SEPARATOR.match(lines[at]) or HEADER_BLOCK.match("\n".join(lines[at : at + 3])):
            break
        folded = _introduction(lines[at : at + FOLDED_LINES])
        if folded and not _marked_after(lines[at + folded :]):
            break
        at += folded or 1
        if not folded and not _is_quoted(lines[at - 1]):
            kept.append(lines[at - 1])
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept)).strip().rstrip("_").rstrip()


def _introduction(lines: list[str]) -> int:
    """How many of the lines, counted from the first, are the words that introduce a quotation."""
    for count in range(1, len(lines) + 1):
        if count > 1 and not lines[count - 1].strip():
            return 0
        if INTRODUCTION.match(" ".join(line.lstrip("> ") for line in lines[:count])):
            return count
    return 0


def _marked_after(lines: list[str]) -> bool:
    """Whether a quotation has its own marks, so that what is unmarked after it is new."""
    return next((_is_quoted(line) for line in lines if line.strip()), False)


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith((">", "|>"))
