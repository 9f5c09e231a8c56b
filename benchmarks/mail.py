"""What mail costs: written, built and sent, beside other senders and the limit: `python -m benchmarks.mail`.

Peers are measured where they are installed. The limit is Postfix's own smtp-source and smtp-sink; without them only
writing and building are. Each part is done three times and the best one told, as others work on the same machine: by
the clock, and by the processor time of this process alone, which is what one core would do a second.
"""  # noqa: INP001 (a folder of programs to run, not a package)

import os
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

import click

from benchmarks.figure import Figure
from outreach.adapters.clock import SystemClock
from outreach.adapters.ledger_sql import SqlLedger
from outreach.adapters.mail_security import Security
from outreach.adapters.mailer_smtp import SmtpMailer, SmtpServer
from outreach.catalog import load_catalog
from outreach.delivery import deliver_waiting
from outreach.domain.call import Revision
from outreach.domain.invitation import Invitation
from outreach.domain.message import Draft, batch_hash
from outreach.rendering.invitation import InvitationFacts, invitation_draft
from outreach.rendering.sender import Sender
from outreach.settings import ROOT
from tests.contract.certificate import self_signed
from tests.contract.mail_server import MailServer, Script
from tests.factories import NOW, a_call, a_candidate, a_contact

MANY, SENT = 2000, 1000
TIMES = 3  # each part is done
MEMORY = "/dev/shm"  # noqa: S108 - a disk in memory, for one measurement
CATALOG = load_catalog(ROOT, region="LACRALO")
CALL, NEXT = a_call(), a_call("icann", days=20)
WHO = Sender("LACRALO", "Luz Ferrer", "liaison", "outreach@lacralo.example", "luz@lacralo.example")
REVISION = Revision(0, NOW)


@dataclass(frozen=True, slots=True)
class Pace:
    """Messages a second: by the clock, and by this process's own processor time, which is a core's; 0 where unknown."""

    by_clock: float = 0
    by_core: float = 0


class Watch:
    """How fast so many messages were, from when it was made until it is stopped."""

    def __init__(self) -> None:
        self._begun, self._worked = time.perf_counter(), time.process_time()

    def stopped(self, messages: int) -> Pace:
        """The pace of this many."""
        return Pace(messages / (time.perf_counter() - self._begun), messages / (time.process_time() - self._worked))


def best(measure: Callable[[], Pace]) -> Pace:
    """The best by either measure of several times."""
    paces = [measure() for _ in range(TIMES)]
    return Pace(max(pace.by_clock for pace in paces), max(pace.by_core for pace in paces))


def facts(number: int) -> InvitationFacts:
    """One of many readers, in one of the region's countries."""
    country = CATALOG.region.countries[number % len(CATALOG.region.countries)]
    contact = a_contact(f"ana{number}@chapines.example", name=f"Ana Xol {number}")
    candidate = a_candidate(number, contact=contact, country=country.code, name=f"Red {number}")
    return InvitationFacts(
        Invitation(candidate, contact, CALL), country, CATALOG.region, (NEXT,), WHO, CATALOG.privacy, CATALOG.phrases
    )


def drafts(languages: tuple[str, ...], count: int) -> list[Draft]:
    """So many invitations."""
    template = CATALOG.templates["invitation"]
    return [invitation_draft(facts(number), template, languages, revision=REVISION) for number in range(count)]


def written(languages: tuple[str, ...]) -> Pace:
    """How fast invitations are written and built."""
    readers, template = [facts(number) for number in range(MANY)], CATALOG.templates["invitation"]
    watch = Watch()
    for one in readers:
        invitation_draft(one, template, languages, revision=REVISION)
    return watch.stopped(MANY)


def with_email_message(made: list[Draft]) -> Pace:
    """How many a second the standard library builds of the same size, its text already there."""
    text = "x" * 70 + "\n"
    watch = Watch()
    for draft in made[:300]:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = draft.sender, draft.recipient, draft.subject
        message.set_content(text * 60)
        message.add_alternative("<html>" + text * 130 + "</html>", subtype="html")
        bytes(message)
    return watch.stopped(300)


def with_redmail(made: list[Draft]) -> Pace:
    """How many a second redmail writes and builds from a text with two placeholders; none where it is not installed."""
    try:
        from redmail import EmailSender  # noqa: PLC0415 # an optional peer
    except ImportError:
        return Pace()
    sender = EmailSender(host="127.0.0.1", port=25)
    text = "Hello {{ name }}, " + "a call for you. " * 300
    watch = Watch()
    for draft in made[:300]:
        message = sender.get_message(
            subject=draft.subject,
            sender=draft.sender,
            receivers=[draft.recipient],
            text=text,
            html=f"<p>{text}</p>",
            body_params={"name": draft.contact},
        )
        bytes(message)
    return watch.stopped(300)


def with_mailmerge(made: list[Draft]) -> Pace:
    """How many a second mailmerge writes and builds from Markdown; none where it is not installed."""
    try:
        from mailmerge.template_message import TemplateMessage  # noqa: PLC0415 # an optional peer
    except ImportError:
        return Pace()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "template.txt"
        head = "TO: {{ to }}\nSUBJECT: A call\nFROM: outreach@lacralo.example\nCONTENT-TYPE: text/markdown\n\n"
        source.write_text(head + "# Hello {{ name }}\n\n" + "A call for you. " * 300)
        template = TemplateMessage(source)
        watch = Watch()
        for draft in made[:300]:
            _, _, message = template.render({"to": draft.recipient, "name": draft.contact})
            bytes(message)
        return watch.stopped(300)


def over_starttls(made: list[Draft]) -> float:
    """Milliseconds a message of 21 kB takes over one connection with STARTTLS, to a server in this process."""
    with tempfile.TemporaryDirectory() as folder:
        certificate = self_signed(Path(folder))
        padding = b"x" * 70 + b"\r\n"
        large = [
            replace(one, content=one.content + padding * ((21_000 - len(one.content)) // 72)) for one in made[:200]
        ]
        with MailServer(Script(tls=certificate.context)) as server:
            mailer = SmtpMailer(
                SmtpServer("127.0.0.1", server.port, Security.STARTTLS, name="bench.example", ca_file=certificate.file)
            )
            mailer.send(large[0], now=NOW)
            begun = time.perf_counter()
            for draft in large[1:]:
                mailer.send(draft, now=NOW)
            taken = time.perf_counter() - begun
            mailer.close()
    return 1000 * taken / (len(large) - 1)


@contextmanager
def sink() -> Iterator[int]:
    """The port of a server that takes everything and keeps nothing: Postfix's."""
    program = shutil.which("smtp-sink") or "/usr/sbin/smtp-sink"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    user = ["-u", "nobody"]
    server = subprocess.Popen([program, *user, f"127.0.0.1:{port}", "1000"], stderr=subprocess.DEVNULL)  # noqa: S603 # Postfix's own
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=10)


def sent(made: list[Draft], port: int, *, folder: str | None) -> Pace:
    """How many a second go from the ledger to the server: claimed, begun, sent, settled."""
    with open_ledger(folder) as ledger:
        planned(ledger, made)
        watch = Watch()
        deliver(ledger, len(made), port)
        return watch.stopped(len(made))


def end_to_end(port: int) -> Pace:
    """How many a second from readers to the server: written, built, planned, approved, sent."""
    readers = [facts(number) for number in range(SENT)]
    with open_ledger(None) as ledger:
        watch = Watch()
        made = [invitation_draft(one, CATALOG.templates["invitation"], ("es",), revision=REVISION) for one in readers]
        planned(ledger, made)
        deliver(ledger, SENT, port)
        return watch.stopped(SENT)


@contextmanager
def open_ledger(folder: str | None) -> Iterator[SqlLedger]:
    """A new ledger in this folder, or on the disk where temporary files go."""
    with tempfile.TemporaryDirectory(dir=folder) as home:
        ledger = SqlLedger(f"sqlite:///{Path(home) / 'ledger.sqlite'}")
        yield ledger
        ledger.close()


def planned(ledger: SqlLedger, made: list[Draft]) -> None:
    """Planned and approved, whenever they are of."""
    now = SystemClock().now()
    ready = [replace(draft, expires=None) for draft in made]
    ledger.plan(ready, occasions={draft.occasion for draft in ready}, now=now)
    ledger.approve([draft.key for draft in ready], batch=batch_hash(ready), approver="benchmark", now=now)


def deliver(ledger: SqlLedger, count: int, port: int) -> None:
    """All of them, without a pause."""
    mailer = SmtpMailer(SmtpServer("127.0.0.1", port, Security.PLAIN, name="bench.example"))
    tally = deliver_waiting(ledger, mailer, SystemClock(), worker="benchmark")
    if tally.accepted != count:
        raise click.ClickException(f"Only {tally.accepted} of {count} were taken: {tally.stopped}")


def with_smtplib(made: list[Draft], port: int) -> Pace:
    """The same bytes through smtplib on one connection, without a ledger."""
    watch = Watch()
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as connection:
        for draft in made:
            connection.sendmail(draft.sender, [draft.recipient], draft.content)
    return watch.stopped(len(made))


def with_smtp_source(size: int, port: int, *, sessions: int = 1) -> Pace:
    """Postfix's own sender: the limit of this machine. Its processor time is counted in place of ours."""
    program = shutil.which("smtp-source") or "/usr/sbin/smtp-source"
    begun, worked = time.perf_counter(), _of_children()
    command = [program, "-s", str(sessions), "-m", "3000", "-l", str(size), f"127.0.0.1:{port}"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603 # Postfix's own
    return Pace(3000 / (time.perf_counter() - begun), 3000 / (_of_children() - worked))


def _of_children() -> float:
    """Processor seconds of the programs that we started and that ended."""
    times = os.times()
    return times.children_user + times.children_system


def figures() -> list[Figure]:
    """Written, built and sent, beside the standard library and Postfix's own sender."""
    made, one = drafts(("es",), SENT)
    plain = with_email_message(made)
    told = [_rate("invitations written and built", one, f"EmailMessage builds alone {plain:,.0f}/s", one / plain)]
    if not has_sink():
        return told
    with sink() as port:
        limit = with_smtp_source(sum(len(draft.content) for draft in made) // len(made), port)
        bare, kept = with_smtplib(made, port), sent(made, port, folder=MEMORY)
        whole, _ = end_to_end(port)
    return [
        *told,
        _rate("from the ledger to the server", kept, f"smtplib without a ledger {bare:,.0f}/s", kept / bare),
        _rate("from the ledger to the server", kept, f"smtp-source, the limit {limit:,.0f}/s", kept / limit),
        _rate(
            "from readers to the server: written, approved, sent", whole, f"smtp-source {limit:,.0f}/s", whole / limit
        ),
    ]


def _rate(what: str, rate: float, beside: str, ratio: float) -> Figure:
    return Figure(f"mail: {what}", f"{rate:,.0f}/s", beside, f"{ratio:.2f}")


def has_sink() -> bool:
    """Whether Postfix's programs are on this machine."""
    return Path("/usr/sbin/smtp-sink").exists() or shutil.which("smtp-sink") is not None


def main() -> None:
    """Prints one table; every figure of one run on one machine."""
    single = drafts(("es",), SENT)
    size = sum(len(draft.content) for draft in single) // len(single)
    rows: list[tuple[str, Callable[[], Pace]]] = [
        ("written and built, one language", lambda: written(("es",))),
        ("written and built, two languages", lambda: written(("es", "en"))),
        ("EmailMessage builds (no writing)", lambda: with_email_message(single)),
        ("redmail writes and builds (no calendar)", lambda: with_redmail(single)),
        ("mailmerge writes and builds (no calendar)", lambda: with_mailmerge(single)),
    ]
    if has_sink():
        with sink() as port:
            limit = best(lambda: with_smtp_source(size, port))
            rows += [
                ("ledger to server", lambda: sent(single, port, folder=None)),
                ("ledger to server, a disk in memory", lambda: sent(single, port, folder=MEMORY)),
                ("readers to server: written, approved, sent", lambda: end_to_end(port)),
                ("smtplib to server, no ledger", lambda: with_smtplib(single, port)),
                ("smtp-source, one session: the limit", lambda: limit),
                ("smtp-source, 16 sessions", lambda: with_smtp_source(size, port, sessions=16)),
            ]
            _print(rows, limit.by_clock)
    else:
        _print(rows, 0)
    click.echo(f"A message is {size} bytes. Over STARTTLS one of 21 kB takes {over_starttls(single):.1f} ms.")


def _print(rows: list[tuple[str, Callable[[], Pace]]], limit: float) -> None:
    click.echo(f"{'':<44}{'a second':>10}{'of limit':>10}{'a core':>10}")
    for name, measure in rows:
        pace = best(measure)
        share = f"{pace.by_clock / limit:.3f}" if limit and pace.by_clock else "-"
        clock, core = (f"{rate:,.0f}" if rate else "absent" for rate in (pace.by_clock, pace.by_core))
        click.echo(f"{name:<44}{clock:>10}{share:>10}{core:>10}")


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise click.ClickException("The server does not start.")


if __name__ == "__main__":
    main()
