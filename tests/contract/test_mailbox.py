"""What every mailbox promises, and what each does on its own ground: a folder, a Maildir, a real Dovecot."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from outreach.adapters import mailbox_folder, mailbox_imap
from outreach.adapters.imap_session import ImapServer, imap_server
from outreach.adapters.mail_security import Security
from outreach.adapters.mailbox_folder import FolderMailbox
from outreach.adapters.mailbox_imap import ImapMailbox
from outreach.domain.received import Position
from outreach.errors import MailError, SettingsError
from outreach.ports import Mailbox
from outreach.settings import mailbox_server
from tests.contract.certificate import Certificate
from tests.contract.cut_wire import CutWire
from tests.contract.dovecot import Dovecot, dovecot
from tests.contract.mailbox_benches import Bench, DovecotBench, FolderBench

START = Position()


def a_mail(name: str, text: bytes = b"Hello") -> bytes:
    return f"Message-ID: <{name}@chapines.example>\r\nSubject: {name}\r\n\r\n".encode() + text + b"\r\n"


def read_to_the_end(mailbox: Mailbox, since: Position = START, *, limit: int = 100) -> list[bytes]:
    """All mails as whoever reads them does: batch by batch, each time beyond the last one."""
    raws: list[bytes] = []
    while mails := mailbox.arrived(since, limit=limit):
        assert len(mails) <= limit
        raws += [mail.raw for mail in mails]
        since = mails[-1].position
    return raws


@pytest.fixture(scope="module")
def running(certificate: Certificate) -> Iterator[Dovecot]:
    with dovecot(certificate=certificate) as server:
        yield server


@pytest.fixture
def office(running: Dovecot, request: pytest.FixtureRequest) -> Iterator[DovecotBench]:
    bench = DovecotBench(running, f"u{abs(hash(request.node.nodeid))}")
    yield bench
    bench.mailbox.close()


@pytest.fixture(params=["folder", "maildir", pytest.param("dovecot", marks=pytest.mark.dovecot)])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    if request.param == "dovecot":
        found: DovecotBench = request.getfixturevalue("office")
        return found
    if request.param == "maildir":
        return FolderBench(tmp_path / "mail", place="new", suffix="")
    return FolderBench(tmp_path / "mail")


# --- every mailbox ---


def test_mails_come_in_the_order_in_which_they_arrived(bench: Bench) -> None:
    mails = [a_mail(f"m{number}") for number in range(7)]
    bench.put(*mails)
    assert read_to_the_end(bench.mailbox) == mails


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_a_limit_is_kept_and_nothing_falls_between_two_batches(bench: Bench, limit: int) -> None:
    mails = [a_mail(f"m{number}") for number in range(7)]
    bench.put(*mails)
    assert read_to_the_end(bench.mailbox, limit=limit) == mails


def test_an_empty_mailbox_gives_nothing(bench: Bench) -> None:
    assert list(bench.mailbox.arrived(START, limit=10)) == []
    assert bench.mailbox.holds({"m0@chapines.example"}) == frozenset()


def test_only_what_came_after_the_position_is_given(bench: Bench) -> None:
    bench.put(a_mail("m0"), a_mail("m1"))
    last = bench.mailbox.arrived(START, limit=10)[-1].position
    assert list(bench.mailbox.arrived(last, limit=10)) == []
    bench.put(a_mail("m2"))
    assert [mail.raw for mail in bench.mailbox.arrived(last, limit=10)] == [a_mail("m2")]


def test_a_position_further_back_gives_again_what_came_after_it(bench: Bench) -> None:
    bench.put(*(a_mail(f"m{number}") for number in range(4)))
    first, *others = bench.mailbox.arrived(START, limit=10)
    bench.mailbox.arrived(others[1].position, limit=10)
    assert list(bench.mailbox.arrived(first.position, limit=10)) == others


def test_a_mailbox_opened_again_goes_on_where_it_was(bench: Bench) -> None:
    bench.put(a_mail("m0"), a_mail("m1"))
    first = bench.mailbox.arrived(START, limit=1)[0].position
    bench.mailbox.close()
    bench.mailbox.close()
    assert read_to_the_end(bench.mailbox, first) == [a_mail("m1")]


def test_reading_changes_nothing(bench: Bench) -> None:
    bench.put(a_mail("m0"), a_mail("m1"))
    before = bench.condition()
    assert len(read_to_the_end(bench.mailbox)) == 2
    assert bench.mailbox.holds({"m0@chapines.example"})
    bench.mailbox.close()
    assert bench.condition() == before


def test_renumbered_mails_come_all_again_and_are_known_by_their_fingerprints(bench: Bench) -> None:
    bench.put(a_mail("m0"), a_mail("m1"))
    before = bench.mailbox.arrived(START, limit=10)
    bench.renumber()
    again = bench.mailbox.arrived(before[-1].position, limit=10)
    assert [mail.fingerprint for mail in again] == [mail.fingerprint for mail in before]
    assert {mail.position.validity for mail in again}.isdisjoint({mail.position.validity for mail in before})


def test_a_mail_deleted_by_somebody_moves_no_other(bench: Bench) -> None:
    bench.put(*(a_mail(f"m{number}") for number in range(3)))
    first = bench.mailbox.arrived(START, limit=1)[0].position
    bench.remove_first()
    assert read_to_the_end(bench.mailbox, first) == [a_mail("m1"), a_mail("m2")]


def test_letters_of_no_known_encoding_come_as_they_are(bench: Bench) -> None:
    mail = b"From: Jos\xe9 <jose@chapines.example>\r\nSubject: \xff\xfe \xe1\r\n\r\n\x80\x81\r\n"
    bench.put(mail)
    assert read_to_the_end(bench.mailbox) == [mail]


def test_a_mail_of_ten_megabytes_comes_whole(bench: Bench) -> None:
    mail = a_mail("big", (b"x" * 998 + b"\r\n") * 10_000)
    bench.put(a_mail("m0"), mail, a_mail("m2"))
    assert read_to_the_end(bench.mailbox) == [a_mail("m0"), mail, a_mail("m2")]


def test_mails_that_are_big_together_come_in_several_batches(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    for adapter in (mailbox_folder, mailbox_imap):
        monkeypatch.setattr(adapter, "AT_ONCE", 1000)
    monkeypatch.setattr(mailbox_imap, "CHUNK_OCTETS", 1000)
    mails = [a_mail(f"m{number}", b"x" * 600) for number in range(4)]
    bench.put(*mails)
    assert 1 <= len(bench.mailbox.arrived(START, limit=100)) < 4
    assert read_to_the_end(bench.mailbox) == mails


def test_nul_bytes_and_mails_of_nothing_stop_no_other(bench: Bench) -> None:
    nul = a_mail("nul", b"a\0b")
    bench.put(a_mail("m0"), nul, b"", a_mail("m3"))
    first, second, third, last = read_to_the_end(bench.mailbox)
    assert (first, third, last) == (a_mail("m0"), b"", a_mail("m3"))
    assert second in {nul, nul.replace(b"\0", b"\x80")}  # IMAP has no NUL (RFC 3501, 4.3)


def test_a_message_is_found_where_it_arrived_and_where_it_was_sent(bench: Bench) -> None:
    bench.put(a_mail("in"))
    bench.put(a_mail("out"), sent=True)
    bench.put(b"Subject: x\r\nMESSAGE-ID:\r\n <folded@chapines.example>\r\n\r\n", sent=True)
    bench.put(a_mail("reply", b"Message-ID: <quoted@chapines.example>"))
    asked = {f"{name}@chapines.example" for name in ("in", "out", "folded", "quoted", "nowhere")}
    assert bench.mailbox.holds(asked | {"<in@chapines.example>"}) >= {"out@chapines.example", "folded@chapines.example"}
    assert bench.mailbox.holds(asked) == {f"{name}@chapines.example" for name in ("in", "out", "folded")}


@pytest.mark.parametrize(
    "asked", ["n@chapines.example", "", "*", 'in" OR ALL "', "in\r\nA1 LOGOUT", "ñ@chapines.example"]
)
def test_a_part_of_an_id_or_no_id_at_all_is_not_found(bench: Bench, asked: str) -> None:
    bench.put(a_mail("in"))
    assert bench.mailbox.holds({asked}) == frozenset()
    assert bench.mailbox.holds({asked, "in@chapines.example"}) == {"in@chapines.example"}


def test_after_a_search_the_inbox_is_read_on(bench: Bench) -> None:
    bench.put(a_mail("m0"), a_mail("m1"))
    first = bench.mailbox.arrived(START, limit=1)[0].position
    bench.mailbox.holds({"m0@chapines.example"})
    assert read_to_the_end(bench.mailbox, first) == [a_mail("m1")]


# --- a folder ---


def test_a_file_put_there_late_with_an_old_date_is_not_missed(tmp_path: Path) -> None:
    bench = FolderBench(tmp_path / "mail")
    bench.put(a_mail("m0"))
    last = bench.mailbox.arrived(START, limit=10)[-1].position
    bench.put(a_mail("m1"))
    os.utime(bench.folder / "998.eml", (0, 0))
    assert read_to_the_end(bench.mailbox, last) == [a_mail("m1")]


def test_the_tick_in_which_the_newest_file_came_is_over_before_it_is_numbered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = FolderBench(tmp_path / "mail")
    (bench.folder / "1.eml").write_bytes(a_mail("m0"))
    monkeypatch.setattr(time, "sleep", lambda _: (bench.folder / "2.eml").write_bytes(a_mail("m1")))
    assert sorted(mail.raw for mail in bench.mailbox.arrived(START, limit=10)) == [a_mail("m0"), a_mail("m1")]


def test_only_finished_mails_are_read(tmp_path: Path) -> None:
    bench = FolderBench(tmp_path / "mail")
    for name in ("notes.txt", ".m.eml.part", ".hidden.eml"):
        (bench.folder / name).write_bytes(a_mail("no"))
    (bench.folder / "a-folder.eml").mkdir()
    (bench.folder / "M1.EML").write_bytes(a_mail("m1"))
    assert read_to_the_end(bench.mailbox) == [a_mail("m1")]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    mailbox = FolderMailbox(tmp_path / "nowhere")
    for ask in (lambda: mailbox.arrived(START, limit=1), lambda: read_to_the_end(mailbox)):
        with pytest.raises(MailError) as stop:
            ask()
        assert str(stop.value).endswith("cannot be read (No such file or directory): check OUTREACH_MAILBOX.")


# --- Dovecot ---


@pytest.mark.dovecot
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_mails_come_over_tls(office: DovecotBench, certificate: Certificate, security: Security) -> None:
    office.put(a_mail("m0"))
    port = office.server.tls_port if security is Security.TLS else office.server.port
    mailbox = ImapMailbox(office.account(security=security, port=port, ca_file=certificate.file))
    assert read_to_the_end(mailbox) == [a_mail("m0")]
    mailbox.close()


@pytest.mark.dovecot
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_of_an_unknown_authority_is_said(office: DovecotBench, security: Security) -> None:
    port = office.server.tls_port if security is Security.TLS else office.server.port
    with pytest.raises(
        MailError, match=r"^The certificate of 127.0.0.1:\d+ cannot be trusted: check the server's name.$"
    ):
        ImapMailbox(office.account(security=security, port=port)).arrived(START, limit=1)


@pytest.mark.dovecot
def test_a_wrong_password_is_said_and_not_repeated(office: DovecotBench) -> None:
    mailbox = ImapMailbox(office.account(password="Simsalabim"))
    with pytest.raises(MailError) as stop:
        mailbox.arrived(START, limit=1)
    assert str(stop.value) == (
        f"The mailbox at 127.0.0.1:{office.server.port} does not accept our user and password:"
        " check both, and that the account allows IMAP."
    )
    assert "Simsalabim" not in repr(office.account(password="Simsalabim"))


@pytest.mark.dovecot
def test_a_wire_cut_anywhere_gives_all_or_an_error(office: DovecotBench) -> None:
    mails = [a_mail(f"m{number}") for number in range(3)]
    office.put(*mails)
    with CutWire(office.server.port) as wire:
        whole = ImapMailbox(office.account(port=wire.port))
        assert read_to_the_end(whole) == mails
        whole.close()
        said = wire.said
    for octets in range(0, said, said // 20):
        with CutWire(office.server.port, octets=octets) as wire:
            mailbox = ImapMailbox(office.account(port=wire.port))
            try:
                found = [mail.raw for mail in mailbox.arrived(START, limit=10)]
            except MailError as error:
                assert str(error).count(".") <= 4  # noqa: PT017 # one sentence; both ends are right
            else:
                assert found == mails
            mailbox.close()


@pytest.mark.dovecot
def test_a_server_that_falls_silent_in_the_middle_is_not_waited_for(office: DovecotBench) -> None:
    office.put(a_mail("big", b"x" * 100_000))
    with CutWire(office.server.port, octets=50_000, cut=False) as wire:
        mailbox = ImapMailbox(office.account(port=wire.port, patience=0.5))
        begun = time.monotonic()
        with pytest.raises(MailError, match="stopped answering; nothing in it was changed: run this again later"):
            mailbox.arrived(START, limit=10)
        mailbox.close()
        assert time.monotonic() - begun < 3


@pytest.mark.dovecot
def test_after_an_error_the_next_question_connects_anew(office: DovecotBench) -> None:
    office.put(a_mail("m0"))
    assert read_to_the_end(office.mailbox) == [a_mail("m0")]
    office.server.doveadm("kick", office.user)
    with pytest.raises(MailError, match="stopped answering"):
        office.mailbox.arrived(START, limit=10)
    assert read_to_the_end(office.mailbox) == [a_mail("m0")]


@pytest.mark.dovecot
def test_another_account_with_the_same_numbers_is_another_mailbox(office: DovecotBench) -> None:
    other = DovecotBench(office.server, f"{office.user}x")
    for bench in (office, other):
        bench.put(a_mail("m0"))
        bench.server.renumber(bench.user, 1)
    mine = office.mailbox.arrived(START, limit=1)[-1].position
    assert read_to_the_end(other.mailbox, mine) == [a_mail("m0")]
    other.mailbox.close()


# --- addresses ---


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("imaps://me@x.example@mail.example", ImapServer("mail.example", 993, Security.TLS, "me@x.example", "p")),
        (
            "imaps://me%40x.example@mail.example:9930",
            ImapServer("mail.example", 9930, Security.TLS, "me@x.example", "p"),
        ),
        ("imap://me@mail.example", ImapServer("mail.example", 143, Security.STARTTLS, "me", "p")),
        ("imap://me@localhost:1143?security=plain", ImapServer("localhost", 1143, Security.PLAIN, "me", "p")),
    ],
)
def test_an_address_names_server_and_security(address: str, server: ImapServer) -> None:
    assert imap_server(mailbox_server(address), password="p") == server


@pytest.mark.parametrize(
    "address", ["imaps://mail.example", "imaps:///x", "pop://me@x.example", "imap://me@x:y", "imap://me@[x"]
)
def test_an_address_of_no_mailbox_is_called_so(address: str) -> None:
    with pytest.raises(SettingsError, match="OUTREACH_MAILBOX must be folder:DIR, imaps://USER@HOST:PORT"):
        mailbox_server(address)


def test_an_unknown_security_is_called_so() -> None:
    with pytest.raises(MailError, match="must be imaps://"):
        imap_server(urlsplit("imap://me@mail.example?security=none"), password="")
