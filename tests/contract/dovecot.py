"""A private Dovecot on a port of the loopback: any user, one password, and Maildirs in a folder of the tests."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.contract.certificate import Certificate

PASSWORD = "ábrete-sésamo"
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login {mechanisms}
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
first_valid_uid = 0
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 100
{passdb}
userdb {{
  driver = static
  args = uid={owner} gid={owner_group} home={folder}/home/%u
}}
namespace inbox {{
  inbox = yes
  mailbox "Enviados" {{
    special_use = \\Sent
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
STATIC = f"passdb {{\n  driver = static\n  args = password={PASSWORD}\n}}"

TOKENS = "passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {folder}/oauth2.conf\n}}"
INTROSPECTION = """
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """The running server. folder: holds `mail/USER`, each a Maildir."""

    folder: Path
    port: int
    tls_port: int
    owner: str

    def maildir(self, user: str) -> Path:
        """The user's Maildir."""
        return self.folder / "mail" / user

    def deliver(self, user: str, *mails: bytes, subfolder: str = "") -> None:
        """Puts mails in, in this order, as a delivery agent does."""
        place = self.maildir(user) / subfolder
        for name in ("tmp", "new", "cur"):
            (place / name).mkdir(parents=True, exist_ok=True)
        for mail in mails:
            self._deliver(place, mail)
        for path in (self.folder / "mail").rglob("*"):
            shutil.chown(path, self.owner)

    def _deliver(self, place: Path, mail: bytes) -> None:
        number = time.time_ns()  # a Maildir is read in the order of its file names
        part = place / "tmp" / f"{number}.test"
        part.write_bytes(mail)
        part.rename(place / "new" / part.name)

    def renumber(self, user: str, validity: int) -> None:
        """Gives the inbox another UIDVALIDITY."""
        self.doveadm("mailbox", "update", "-u", user, "--uid-validity", str(validity), "INBOX")

    def doveadm(self, *arguments: str) -> str:
        """What the server's own tool answers."""
        command = [needed("doveadm"), "-c", str(self.folder / "dovecot.conf"), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=20).stdout  # noqa: S603 # ours


def needed(name: str) -> str:
    """Where a program is; skips where it is not on the machine."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin")
    if found is None:
        pytest.skip(f"{name} is not on this machine")
    return found


@contextmanager
def dovecot(*, certificate: Certificate | None = None, introspection: str = "") -> Iterator[Dovecot]:
    """Runs it. With a certificate it also offers STARTTLS and TLS; introspection: where it asks of access tokens."""
    program = needed("dovecot")
    folder = Path(tempfile.mkdtemp(prefix="outreach-dovecot-"))  # short: its sockets' names may have 108 letters
    folder.chmod(0o755)
    root = os.geteuid() == 0
    me = pwd.getpwuid(os.geteuid()).pw_name
    owner = "nobody" if root else me
    port, tls_port = free_ports(2)
    (folder / "mail").mkdir()
    (folder / "home").mkdir()
    for made in ("mail", "home"):
        shutil.chown(folder / made, owner)
    (folder / "oauth2.conf").write_text(INTROSPECTION.format(url=introspection))
    configuration = folder / "dovecot.conf"
    configuration.write_text(
        CONFIGURATION.format(
            folder=folder,
            ssl="yes" if certificate else "no",
            certificate=certificate.file if certificate else "/dev/null",
            key=certificate.key if certificate else "/dev/null",
            internal="dovecot" if root else me,
            login="dovenull" if root else me,
            group="dovecot" if root else me,
            owner=owner,
            owner_group=pwd.getpwnam(owner).pw_gid,
            port=port,
            tls_port=tls_port if certificate else 0,
            passdb=TOKENS.format(folder=folder) if introspection else STATIC,
            mechanisms="xoauth2" if introspection else "",
        )
    )
    server = subprocess.Popen([program, "-F", "-c", str(configuration)], stderr=subprocess.PIPE)  # noqa: S603 # found above
    try:
        wait_for_port(port, server)
        yield Dovecot(folder, port, tls_port, owner)
    finally:
        server.terminate()
        server.communicate(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports: list[int] = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_for_port(port: int, server: "subprocess.Popen[bytes] | None" = None) -> None:
    """Until somebody listens there, at most ten seconds; skips with what the server said when it ended instead."""
    for _ in range(200):
        if server and server.poll() is not None:
            assert server.stderr is not None
            pytest.skip(f"the server does not start here: {server.stderr.read().decode(errors='replace')[-500:]}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.skip("the server does not start here")
