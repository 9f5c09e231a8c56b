"""What mail costs: written, built and sent, beside other senders and the limit: `python -m benchmarks.mail`.

Peers are measured where they are installed. The limit is Postfix's own smtp-source and smtp-sink; without them only
writing and building are. Processor time is this process's own: on a busy machine it says more than the clock.
"""  # noqa: INP001 (a folder of programs to run, not a package)

import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import click

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

MANY, SENT = 3000, 1000
MEMORY = "/dev/shm"  # noqa: S108 - a disk in memory, for one measurement
CATALOG = load_catalog(ROOT, region="LACRALO")
CALL, NEXT = a_call(), a_call("icann", days=20)
WHO = Sender("LACRALO", "Luz Ferrer", "liaison", "outreach@lacralo.example", "luz@lacralo.example")
REVISION = Revision(0, NOW)


def facts(number: int) -> InvitationFacts:
    """One of many readers, in one of the region's countries."""
    country = CATALOG.region.countries[number % len(CATALOG.region.countries)]
    contact = a_contact(f"ana{number}@chapines.example", name=f"Ana Xol {number}")
    candidate = a_candidate(number, contact=contact, country=country.code, name=f"Red {number}")
    return InvitationFacts(
        Invitation(candidate, contact, CALL), country, CATALOG.region, (NEXT,), WHO, CATALOG.privacy, CATALOG.phrases
    )


def drafts(languages: tuple[str, ...], count: int) -> tuple[list[Draft], float]:
    """So many invitations, and how many a second were written and built."""
    readers = [facts(number) for number in range(count)]
    template = CATALOG.templates["invitation"]
    begun = time.perf_counter()
    made = [invitation_draft(one, template, languages, revision=REVISION) for one in readers]
    return made, count / (time.perf_counter() - begun)


def with_email_message(made: list[Draft]) -> float:
    """How many a second the standard library builds of the same size, its text already there."""
    text = "x" * 70 + "\n"
    begun = time.perf_counter()
    for draft in made[:300]:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = draft.sender, draft.recipient, draft.subject
        message.set_content(text * 60)
        message.add_alternative("<html>" + text * 130 + "</html>", subtype="html")
        bytes(message)
    return 300 / (time.perf_counter() - begun)


def with_redmail(made: list[Draft]) -> float:
    """How many a second redmail writes and builds from a text with two placeholders; 0 where it is not installed."""
    try:
        from redmail import EmailSender  # noqa: PLC0415 # an optional peer
    except ImportError:
        return 0
    sender = EmailSender(host="127.0.0.1", port=25)
    text = "Hello {{ name }}, " + "a call for you. " * 300
    begun = time.perf_counter()
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
    return 300 / (time.perf_counter() - begun)


def with_mailmerge(made: list[Draft]) -> float:
    """How many a second mailmerge writes and builds from Markdown; 0 where it is not installed."""
    try:
        from mailmerge.template_message import TemplateMessage  # noqa: PLC0415 # an optional peer
    except ImportError:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "template.txt"
        head = "TO: {{ to }}\nSUBJECT: A call\nFROM: outreach@lacralo.example\nCONTENT-TYPE: text/markdown\n\n"
        source.write_text(head + "# Hello {{ name }}\n\n" + "A call for you. " * 300)
        template = TemplateMessage(source)
        begun = time.perf_counter()
        for draft in made[:300]:
            _, _, message = template.render({"to": draft.recipient, "name": draft.contact})
            bytes(message)
        return 300 / (time.perf_counter() - begun)


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


def sent(made: list[Draft], port: int, *, folder: str | None) -> float:
    """How many a second go from the ledger to the server: claimed, begun, sent, settled."""
    with open_ledger(folder) as ledger:
        planned(ledger, made)
        begun = time.perf_counter()
        deliver(ledger, len(made), port)
        return len(made) / (time.perf_counter() - begun)


def end_to_end(port: int) -> tuple[float, float]:
    """How many a second from readers to the server: written, built, planned, approved, sent; the same by processor."""
    readers = [facts(number) for number in range(SENT)]
    with open_ledger(None) as ledger:
        begun, worked = time.perf_counter(), time.process_time()
        made = [invitation_draft(one, CATALOG.templates["invitation"], ("es",), revision=REVISION) for one in readers]
        planned(ledger, made)
        deliver(ledger, SENT, port)
        return SENT / (time.perf_counter() - begun), SENT / (time.process_time() - worked)


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


def with_smtplib(made: list[Draft], port: int) -> float:
    """The same bytes through smtplib on one connection, without a ledger."""
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as connection:
        for draft in made:
            connection.sendmail(draft.sender, [draft.recipient], draft.content)
    return len(made) / (time.perf_counter() - begun)


def with_smtp_source(size: int, port: int, *, sessions: int = 1) -> float:
    """Postfix's own sender: the limit of this machine."""
    program = shutil.which("smtp-source") or "/usr/sbin/smtp-source"
    begun = time.perf_counter()
    command = [program, "-s", str(sessions), "-m", "3000", "-l", str(size), f"127.0.0.1:{port}"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603 # Postfix's own
    return 3000 / (time.perf_counter() - begun)


def main() -> None:
    """Prints one table; every figure of one run on one machine."""
    single, one = drafts(("es",), MANY)
    _, two = drafts(("es", "en"), MANY)
    size = sum(len(draft.content) for draft in single) // len(single)
    rows: list[tuple[str, Callable[[], float]]] = [
        ("written and built, one language", lambda: one),
        ("written and built, two languages", lambda: two),
        ("EmailMessage builds (no writing)", lambda: with_email_message(single)),
        ("redmail writes and builds (no calendar)", lambda: with_redmail(single)),
        ("mailmerge writes and builds (no calendar)", lambda: with_mailmerge(single)),
    ]
    if Path("/usr/sbin/smtp-sink").exists() or shutil.which("smtp-sink"):
        with sink() as port:
            limit = with_smtp_source(size, port)
            all_of_it, by_processor = end_to_end(port)
            rows += [
                ("ledger to server", lambda: sent(single[:SENT], port, folder=None)),
                ("ledger to server, a disk in memory", lambda: sent(single[:SENT], port, folder=MEMORY)),
                ("readers to server: written, approved, sent", lambda: all_of_it),
                ("the same, by its processor time alone", lambda: by_processor),
                ("smtplib to server, no ledger", lambda: with_smtplib(single[:SENT], port)),
                ("smtp-source, one session: the limit", lambda: limit),
                ("smtp-source, 16 sessions", lambda: with_smtp_source(size, port, sessions=16)),
            ]
            _print(rows, limit)
    else:
        _print(rows, 0)
    click.echo(f"A message is {size} bytes. Over STARTTLS one of 21 kB takes {over_starttls(single):.1f} ms.")


def _print(rows: list[tuple[str, Callable[[], float]]], limit: float) -> None:
    click.echo(f"{'':<44}{'a second':>10}{'of limit':>10}")
    for name, measure in rows:
        rate = measure()
        share = f"{rate / limit:.3f}" if limit and rate else "-"
        click.echo(f"{name:<44}{f'{rate:,.0f}' if rate else 'absent':>10}{share:>10}")


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
