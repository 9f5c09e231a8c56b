"""The endpoint of answers, served on a loopback port as it is served in life."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

from outreach.adapters.answers_web import Endpoint, answers_app
from outreach.catalog import load_catalog
from outreach.domain.web_answer import AnswerLinks
from outreach.ports import Clock, Ledger
from outreach.settings import ROOT
from tests.factories import SECRET
from tests.fakes import HandClock

LINKS = AnswerLinks("https://answers.example.org", SECRET)
PAGES = load_catalog(ROOT, region="LACRALO").pages


@contextmanager
def serving(ledger: Ledger, clock: Clock | None = None) -> Iterator[str]:
    """Its address while it runs."""
    app = answers_app(Endpoint(ledger, clock or HandClock(), LINKS, PAGES, ("en", "es", "pt", "fr")))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)
