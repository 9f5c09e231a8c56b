"""One browser for all tests that look at pages."""

from collections.abc import Iterator

import pytest

from tests.browser import Browser, a_browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with a_browser() as opened:
        yield opened
