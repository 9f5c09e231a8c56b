"""The web endpoint of answers: a GET shows a button, only a POST acts, and strangers learn nothing (mail.md, trap 7).

No cookies, no log-in, no address in sight. Everything it does can be done by a mail too.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from outreach.domain.answer import NOTED, Answer, AnswerKind, answers_in
from outreach.domain.web_answer import KINDS, AnswerLinks, WebAction
from outreach.ports import Clock, Ledger
from outreach.rendering.answer_page import AnswerPage, answer_page
from outreach.rendering.page import Pages

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
REASON = "asked for no more mail"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What the endpoint works with. languages: of its pages, the usual one first."""

    ledger: Ledger
    clock: Clock
    links: AnswerLinks
    pages: Pages
    languages: tuple[str, ...]


def answers_app(endpoint: Endpoint) -> Starlette:
    """The application: `/LANGUAGE/ACTION/CODE`, of which only those that we made are known."""

    async def show(request: Request) -> Response:
        language, action, _ = _asked(request, endpoint)
        return _page(endpoint, language, AnswerPage.GONE if action is None else AnswerPage.ASK, action)

    async def act(request: Request) -> Response:
        language, action, key = _asked(request, endpoint)
        if action is None or not await run_in_threadpool(_obey, endpoint, action, key):
            return _page(endpoint, language, AnswerPage.GONE, None)
        return _page(endpoint, language, AnswerPage.DONE, action)

    path = "/{language}/{action}/{code}"
    everything_else = Route("/{rest:path}", show, methods=["GET", "POST"])
    return Starlette(routes=[Route(path, show, methods=["GET"]), Route(path, act, methods=["POST"]), everything_else])


def _asked(request: Request, endpoint: Endpoint) -> tuple[str, WebAction | None, str]:
    """Language, what is asked for (None of a link that we did not make), and the message's key."""
    named = request.path_params.get("language", "")
    language = named if named in endpoint.languages else endpoint.languages[0]
    letter, code = request.path_params.get("action", ""), request.path_params.get("code", "")
    action = WebAction(letter) if letter in set(WebAction) else None
    key = endpoint.links.key_of(action, code) if action else None
    return (language, action, key) if action and key else (language, None, "")


def _obey(endpoint: Endpoint, action: WebAction, key: str) -> bool:
    """Notes the answer, once while it stays the same; suppresses whoever said stop. False: there is no such message."""
    contact = endpoint.ledger.contact_of(key)
    if contact is None:
        return False
    now = endpoint.clock.now()
    if action is WebAction.STOP:
        endpoint.ledger.suppress(contact, reason=REASON, now=now)
    kind = KINDS[action]
    given = [one for one in answers_in(endpoint.ledger.noted(*NOTED)) if one.message == key]
    if not _says_already(given, kind):
        answer = Answer(contact, key, kind, now, _fingerprint(key, action, now))
        endpoint.ledger.note(*NOTED, answer.to_json(), now=now)
    return True


def _says_already(given: Iterable[Answer], kind: AnswerKind) -> bool:
    last = max(given, key=lambda one: one.moment, default=None)
    return last is not None and last.kind is kind


def _fingerprint(key: str, action: WebAction, now: datetime) -> str:
    return hashlib.sha256(f"web {key} {action} {now.isoformat()}".encode()).hexdigest()


def _page(endpoint: Endpoint, language: str, which: AnswerPage, action: WebAction | None) -> Response:
    status = 404 if which is AnswerPage.GONE else 200
    return HTMLResponse(answer_page(endpoint.pages, language, which, action), status_code=status, headers=HEADERS)
