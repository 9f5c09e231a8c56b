"""A private Postfix on a port of the loopback: it takes mail for one domain and puts it into a Maildir, with a copy."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.contract.dovecot import free_ports, needed, wait_for_port

QUEUES = ("maildrop", "incoming", "active", "deferred")
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = {commands}
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.example
mydestination =
mynetworks = 127.0.0.0/8
smtpd_peername_lookup = no
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
smtputf8_enable = yes
in_flow_delay = 0
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = {domain}, archive.example
virtual_mailbox_base = {maildirs}
virtual_mailbox_maps = inline:{{{{ archive@archive.example = {archive}/ }}, {{ @{domain} = {people}/ }}}}
virtual_minimum_uid = 1
virtual_uid_maps = static:{owner}
virtual_gid_maps = static:{owner_group}
always_bcc = archive@archive.example
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
proxymap unix - - n - - proxymap
local unix - n n - - local
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True, slots=True)
class Postfix:
    """The running server. folder: holds its queue and its log."""

    folder: Path
    port: int

    def drain(self, seconds: float = 60) -> None:
        """Waits until every message that it took has been put away; what it still holds is no evidence yet."""
        quiet = 0
        for _ in range(int(seconds / 0.1)):
            quiet = 0 if self._held() else quiet + 1
            if quiet == 5:  # half a second: a text that was just taken enters the queue
                return
            time.sleep(0.1)
        pytest.fail(f"Postfix still holds {self._held()} messages after {seconds} s")

    def _held(self) -> int:
        places = (self.folder / "queue" / name for name in QUEUES)
        return sum(1 for place in places for path in place.rglob("*") if path.is_file())


@contextmanager
def postfix(maildirs: Path, *, domain: str, people: str, archive: str) -> Iterator[Postfix]:
    """Runs it. Mail to `domain` goes to the Maildir `people` in the folder `maildirs`, a copy to `archive`."""
    program = needed("postfix")
    if os.geteuid() != 0:
        pytest.skip("Postfix can only be started by root")
    folder = Path(tempfile.mkdtemp(prefix="outreach-postfix-"))
    folder.chmod(0o755)
    (port,) = free_ports(1)
    owner = pwd.getpwuid(maildirs.stat().st_uid)
    for name in ("etc", "queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    settings = MAIN.format(
        folder=folder,
        commands=Path(program).parent,
        daemons=_asked("daemon_directory"),
        domain=domain,
        maildirs=maildirs,
        people=people,
        archive=archive,
        owner=owner.pw_uid,
        owner_group=owner.pw_gid,
    )
    (folder / "etc" / "main.cf").write_text(settings)
    (folder / "etc" / "master.cf").write_text(MASTER.format(port=port))
    started = _told(program, folder, "start")
    if started.returncode:
        pytest.skip(f"Postfix does not start here: {started.stderr[-500:]}")
    try:
        wait_for_port(port)
        yield Postfix(folder, port)
    finally:
        _told(program, folder, "abort")
        shutil.rmtree(folder, ignore_errors=True)


def _told(program: str, folder: Path, verb: str) -> "subprocess.CompletedProcess[str]":
    command = [program, "-c", str(folder / "etc"), verb]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 # found above


def _asked(setting: str) -> str:
    asked = subprocess.run([needed("postconf"), "-dh", setting], capture_output=True, text=True, timeout=20, check=True)  # noqa: S603 # found above
    return asked.stdout.strip()
