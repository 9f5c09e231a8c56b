"""The pages of the web endpoint: a question with one button, its thanks, and a page for links that are none."""

from enum import StrEnum

from outreach.domain.web_answer import WebAction
from outreach.rendering.page import Pages, render


class AnswerPage(StrEnum):
    """Which page it is."""

    ASK = "ask"
    DONE = "done"
    GONE = "gone"


def answer_page(pages: Pages, language: str, which: AnswerPage, action: WebAction | None) -> str:
    """One page in one language. action: None of a link that we did not make."""
    about = f"{which}.{action.name.lower()}" if action else str(which)
    return render(pages, "answer.html.j2", language=language, which=which.value, about=about)
