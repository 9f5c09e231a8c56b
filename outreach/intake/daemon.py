"""Whether a mail system wrote a mail, and whether it says that a mail was not delivered."""

import re
from email.message import Message

from outreach.domain.failure import FailureReason
from outreach.intake.automatic import REPLY_SUBJECT, answers_something, has_null_path, is_bulk, is_read_receipt
from outreach.intake.bounce import failures_of
from outreach.intake.bounce_text import words_of
from outreach.intake.mail_text import header, sender_of

DAEMON = re.compile(
    r"^(mailer[-_. ]?daemon|post[-_. ]?master|mail[-_. ]?daemon|mdaemon|mail[-_. ]?deliver(y|er)"
    r"|mail[-_. ]?(system|server)|(system|mail)[-_. ]?administrator|(mail )?delivery[-_. ]?(sub)?system|returned[-_. ]?mail"
    r"|<>$)",
    re.IGNORECASE,
)
FORWARD = re.compile(r"^\s*(fwd?|wg|tr|enc|rv|i|reenv\w*|encam\w*|transf\w*)\s*:", re.IGNORECASE)
RETURNED = re.compile(
    r"undeliver|deliver\w* .{0,20}(fail|problem|error|status|notif|warning|delay)|(fail|return)\w* .{0,12}(mail|message|notice|deliver)"
    r"|failure notice|could not be delivered|non[- ]?deliver|mail (system )?error|message not delivered|unzustellbar|devuelt[oa]"
    r"|devolvid[oa]|no (se (pudo|puede) |fue )?entrega|non (remis|distribu|recapit|consegn)|[ée]chec de (la )?(remise|distribution)"
    r"|n[ãa]o (foi |pode ser |p[ôo]de ser |[ée] poss[íi]vel )?entreg|error (de|en la) entrega|falha (na|de) entrega|mancat\w+ (recapito|consegna)"
    r"|zustell\w*.{0,20}(fehl|nicht)|nicht zugestellt|onbestelbaar|niet (bezorgd|afgeleverd)|niedostarcz|nie dostarczon"
    r"|配信(不能|エラー|に失敗)|未配信|送信(エラー|できません)|退信|无法(投递|传递|送达)|投递失败|недоставлен|не доставлен",
    re.IGNORECASE,
)
UNDELIVERED = re.compile(
    r"(could|can) ?(no|')t be (delivered|sent|routed)|not (yet )?(been )?delivered|undeliver|unable to (deliver|send)"
    r"|(did not|didn't|cannot|could not|couldn't) (reach|deliver)|deliver[^\n]{0,60}(fail|postpone|delay)|failed? (to deliver|recipient)"
    r"|wasn't (able to deliver|delivered)|has been returned|returned to (you|the sender|sender)|non-deliverable|no se (ha )?(pudo|podido) entregar"
    r"|n[ãa]o (p[ôo]de|pode|foi|foi poss[íi]vel)( ser)? entreg|n.a pas (pu [êe]tre|[ée]t[ée]) (remis|d[ée]livr|distribu|achemin)|delivery problem"
    r"|no (pudo|puede|se pudo|fue)( ser)? (entreg|enviad)|(nicht|niet) .{0,20}(zugestellt|ausgeliefert|bezorgd|afgeleverd)"
    r"|non (è stato |può essere |[èe] stato possibile )?(recapit|consegn)|nie (mog[łl]a|zosta[łl]a|uda[łl]o si[ęe]).{0,20}dostarcz"
    r"|(配信|送信)でき(ません|なかった)|(配信|送信)に失敗|无法(投递|传递|送达)|投递失败|не (\w{1,8} ){0,2}доставлен",
    re.IGNORECASE,
)
STILL_TRIED = re.compile(
    r"warning message only|will (continue|keep) (to try|trying)|will be (re)?tried|not yet been delivered"
    r"|still being tried|no (need|action).{0,30}resend|delivery (has been|was|is) (delayed|postponed)|do not need to resend"
    r"|attempts will continue|delivery .{0,60}has been (delayed|postponed)"
    r"|se (seguir[áa]|continuar[áa]) (intentando|reintentando)|no (es necesario|necesita) (que )?(reenv|volver a enviar)|entrega .{0,20}(retrasad|demorad)"
    r"|continuar\w* (tentando|a tentar)|n[ãa]o (é necessário|precisa) reenvi|entrega .{0,20}atrasad|continuera? (d.essayer|[àa] essayer)"
    r"|remise .{0,20}(retard|diff[ée]r)|weiter(hin)? versucht|zustellung .{0,20}verz[öo]gert|continuer[àa] a (tentare|provare)|consegna .{0,20}ritard"
    r"|blijven proberen|bezorging .{0,20}vertraag|再送(を試み|いたし|します)|配信が遅れ|将继续(尝试|重试)",
    re.IGNORECASE | re.DOTALL,
)
# A person begins with a greeting and speaks of herself; a mail system begins with the failure.
OF_A_PERSON = re.compile(
    r"^\W*(hi|hello|hey|dear|hola|ol[áa]|bonjour|salut|estimad|querid|prezad|ch[eè]re?|buen[oa]s?|bom|boa|good|fyi)\b"
    r"|\b(my|i|i'm|me|mi|mis|meu|minha|mon|ma|mes|je|yo|eu)\b",
    re.IGNORECASE,
)


def is_by_daemon(message: Message) -> bool:
    """By the name or address that mail systems give themselves, and no answer or forward of a postmaster's."""
    whole, path = header(message, "from"), header(message, "return-path").strip("<> ")
    writers = (*sender_of(message), whole, whole.rpartition("<")[2], path)
    if not any(DAEMON.search(one) for one in writers):
        return False
    return has_null_path(message) or not _is_passed_on(message)


def returns_a_mail(message: Message) -> bool:
    """A mail system's words that name whom it failed to reach."""
    failures = failures_of(message)
    if not failures:
        return False
    subject, said = header(message, "subject"), words_of(message)
    if is_by_daemon(message):
        told = any(failure.reason is not FailureReason.UNCLEAR for failure in failures)
        return told or bool(RETURNED.search(subject) or UNDELIVERED.search(said))
    if answers_something(message) or _is_passed_on(message) or not RETURNED.search(subject):
        return False
    return has_null_path(message) or (not is_bulk(message) and _begins_with_the_failure(said))


def is_bare_report(message: Message) -> bool:
    """A report for programs (RFC 6522) that names a failure, though its machine-readable part is missing."""
    report = message.get_content_type() == "multipart/report" and not is_read_receipt(message)
    return report and bool(failures_of(message))


def still_tries(message: Message) -> bool:
    """Whether the mail system says that it goes on trying."""
    return STILL_TRIED.search(words_of(message)) is not None


def _begins_with_the_failure(said: str) -> bool:
    paragraph = re.split(r"\n\s*\n", said.strip(), maxsplit=1)[0]
    return UNDELIVERED.search(paragraph) is not None and not OF_A_PERSON.search(paragraph)


def _is_passed_on(message: Message) -> bool:
    subject = header(message, "subject")
    return bool(REPLY_SUBJECT.match(subject) or FORWARD.match(subject))
