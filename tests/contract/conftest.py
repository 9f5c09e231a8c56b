"""Databases for the contract of the ledger, SQLite and a private PostgreSQL, and a certificate for mail servers."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from outreach.adapters.ledger_sql import SqlLedger
from tests.contract.certificate import Certificate, self_signed

TABLES = "messages, texts, facts, suppressions, occasions, tabs, pulls"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger without messages, to be copied: faster than making one a test."""
    file = tmp_path_factory.mktemp("ledger") / "empty.sqlite"
    SqlLedger(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'ledger.sqlite')}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Path]:
    """The socket's folder of a PostgreSQL server that lives as long as the tests and listens nowhere else."""
    programs = _postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL's initdb and pg_ctl are not on this machine")
    folder = Path(tempfile.mkdtemp(prefix="outreach-pg-"))
    user = _unprivileged(folder)
    data, log = folder / "data", folder / "log"

    def run(program: str, *arguments: str) -> None:
        command = [programs / program, "-D", data, *arguments]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)  # noqa: S603 # PostgreSQL's own

    run("initdb", "--username=outreach", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    try:
        run("pg_ctl", "--wait", "--log", str(log), "--options", settings, "start")
        yield folder
    finally:
        run("pg_ctl", "--wait", "--mode=immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_database(postgres_server: Path) -> str:
    """The URL of a database with the ledger's tables."""
    url = f"postgresql://outreach@/postgres?host={postgres_server}"
    SqlLedger(url).close()
    return url


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return self_signed(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def postgres_url(postgres_database: str) -> str:
    with psycopg.connect(postgres_database) as connection:
        connection.execute(f"TRUNCATE {TABLES}")
    return postgres_database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def ledger_url(request: pytest.FixtureRequest) -> str:
    """An empty ledger's URL, once on each database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def open_ledger(ledger_url: str) -> Iterator[Callable[..., SqlLedger]]:
    """Opens the same ledger as another program, or another region, would; all are closed at the end."""
    opened: list[SqlLedger] = []

    def open_one(region: str = "") -> SqlLedger:
        opened.append(SqlLedger(ledger_url, region=region))
        return opened[-1]

    yield open_one
    for ledger in opened:
        ledger.close()


@pytest.fixture
def ledger(open_ledger: Callable[[], SqlLedger]) -> SqlLedger:
    return open_ledger()


def _postgres_programs() -> Path | None:
    found = [Path(initdb).parent for initdb in [shutil.which("initdb")] if initdb]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    usable = [path for path in (*reversed(debian), *found) if (path / "initdb").exists() and (path / "pg_ctl").exists()]
    return usable[0] if usable else None


def _unprivileged(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: then it runs as nobody, who gets the folder."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return nobody.pw_name
