"""Every template as strangers judge it, offline: rspamd, SpamAssassin, the W3C's validator. Skips those not here."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach.adapters.clock import SystemClock
from outreach.catalog import load_catalog
from outreach.rendering.email import Addressing, compose, stamp
from outreach.rendering.headers import Mailbox
from outreach.rendering.letter import Letter, write
from outreach.settings import ROOT

pytestmark = pytest.mark.judges
TEMPLATES = load_catalog(ROOT, region="LACRALO").templates
CASES = [
    (kind, languages)
    for kind, template in TEMPLATES.items()
    for languages in (*((language,) for language in template.texts), ("es", "en"))
]
OF_THE_NETWORK = ("hfilter", "rbl", "surbl", "dmarc", "spf", "dkim", "arc", "asn", "fuzzy_check", "url_redirector")
OF_DNS = "HFILTER_"  # what it says of hosts depends on name servers, which it is not let at
CONFIGURATION = """
.include "$CONFDIR/common.conf"
options {{ pidfile = "{folder}/pid"; dns {{ nameserver = ["127.0.0.1:1:1"]; timeout = 0.1s; retransmits = 1; }} }}
logging {{ type = "file"; filename = "{folder}/log"; level = "error"; }}
worker "normal" {{ bind_socket = "127.0.0.1:{port}"; count = 1; }}
{switched_off}
"""


def letter(kind: str, languages: tuple[str, ...]) -> Letter:
    return write(TEMPLATES[kind], TEMPLATES[kind].sample, languages)


def message(kind: str, languages: tuple[str, ...]) -> bytes:
    addressing = Addressing(
        sender=Mailbox("Luz Ferrer, LACRALO", "outreach@lacralo.example"),
        recipient=Mailbox("Otto Xicará", "otto@chapines.example"),
        key="a" * 26,
        domain="lacralo.example",
        unsubscribe=("mailto:outreach@lacralo.example?subject=STOP",),
    )
    return stamp(compose(letter(kind, languages), addressing), SystemClock().now())


def needed(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not on this machine")
    return found


@pytest.fixture(scope="module")
def rspamd(tmp_path_factory: pytest.TempPathFactory, free_port: int) -> Iterator[list[str]]:
    """The command that asks a private rspamd, which asks nobody."""
    server, client = needed("rspamd"), needed("rspamc")
    folder = tmp_path_factory.mktemp("rspamd")
    folder.chmod(0o777)
    off = "\n".join(f"{name} {{ enabled = false; }}" for name in OF_THE_NETWORK)
    configuration = folder / "rspamd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=free_port, switched_off=off))
    process = subprocess.Popen(  # noqa: S603 # found above
        [server, "-f", "-i", "-c", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    ask = [client, "-h", f"127.0.0.1:{free_port}"]
    try:
        if not any(_answers(ask) for _ in range(60)):
            pytest.skip("rspamd does not start here")
        yield ask
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(ask: list[str]) -> bool:
    """Whether it does; waits half a second if not."""
    asked = subprocess.run([*ask, "symbols"], input=b"Subject: x\n\nx\n", capture_output=True, timeout=20, check=False)  # noqa: S603
    if asked.returncode:
        time.sleep(0.5)
    return asked.returncode == 0


@pytest.mark.parametrize(("kind", "languages"), CASES)
def test_rspamd_finds_at_most_one_point(kind: str, languages: tuple[str, ...], rspamd: list[str]) -> None:
    ask = [*rspamd, "--from", "outreach@lacralo.example", "--rcpt", "otto@chapines.example", "symbols"]
    told = subprocess.run(ask, input=message(kind, languages), capture_output=True, timeout=60, check=True)  # noqa: S603
    symbols = re.findall(r"Symbol: (\w+) \((-?[\d.]+)\)", told.stdout.decode())

    assert symbols
    assert sum(float(points) for name, points in symbols if not name.startswith(OF_DNS)) <= 1.0, symbols


@pytest.mark.parametrize(("kind", "languages"), CASES)
def test_spamassassin_finds_at_most_half_a_point(kind: str, languages: tuple[str, ...]) -> None:
    ask = [needed("spamassassin"), "--local", "--test-mode"]
    told = subprocess.run(ask, input=message(kind, languages), capture_output=True, timeout=60, check=True)  # noqa: S603
    report = told.stdout.decode(errors="replace")
    found = re.search(r"\((-?[\d.]+) points, [\d.]+ required\)", report)

    assert found
    assert float(found[1]) <= 0.5, report[found.start() :]


def test_the_validator_finds_no_error(tmp_path: Path) -> None:
    jar = os.environ.get("VNU_JAR", "")
    if not jar:
        pytest.skip("VNU_JAR does not name the validator's vnu.jar")
    pages = []
    for kind, languages in CASES:
        pages.append(tmp_path / f"{kind}.{'-'.join(languages)}.html")
        pages[-1].write_text(letter(kind, languages).html, encoding="utf-8")
    ask = [needed("java"), "-jar", jar, "--errors-only", *map(str, pages)]
    told = subprocess.run(ask, capture_output=True, timeout=120, check=False)  # noqa: S603

    assert (told.returncode, told.stderr.decode()) == (0, "")
