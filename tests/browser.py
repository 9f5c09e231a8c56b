"""A real browser for the tests: Chromium, driven over the W3C WebDriver protocol, asking no server but this machine."""

import base64
import contextlib
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Collection, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx
import pytest

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
QUIET = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class Browser:
    """One window."""

    def __init__(self, client: httpx.Client, session: str) -> None:
        self._client, self._path = client, f"/session/{session}"

    def open(self, address: str) -> None:
        """Goes to an address and waits until it is loaded."""
        self._ask("POST", "/url", {"url": address})

    def show(self, html: str, folder: Path) -> None:
        """Opens a page that stands alone."""
        page = folder / "page.html"
        page.write_text(html, encoding="utf-8")
        self.open(page.as_uri())

    def resize(self, width: int, height: int) -> None:
        """CSS pixels of the page itself, also below what a window may be."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._ask("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics})

    def dark(self) -> None:
        """As readers see it who prefer dark colours."""
        features = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
        self._ask("POST", "/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": features})

    def light(self) -> None:
        """As other readers see it."""
        self._ask("POST", "/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": {"features": []}})

    def click(self, selector: str) -> None:
        """Clicks the first element of a CSS selector."""
        found = self._ask("POST", "/element", {"using": "css selector", "value": selector})
        self._ask("POST", f"/element/{found[ELEMENT]}/click", {})

    def run(self, script: str) -> Any:
        """The result of a script's `return`; a promise is waited for."""
        return self._ask("POST", "/execute/sync", {"script": script, "args": []})

    def until(self, script: str, wanted: object, *, seconds: float = 10) -> Any:
        """The result of a script's `return` once it is as wanted (the next page takes a moment); else the last."""
        deadline = time.monotonic() + seconds
        while (found := self.run(script)) != wanted and time.monotonic() < deadline:
            time.sleep(0.05)
        return found

    def press_tab(self) -> None:
        """The Tab key, once."""
        keys = [{"type": "keyDown", "value": "\ue004"}, {"type": "keyUp", "value": "\ue004"}]
        self._ask("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": keys}]})

    def faults(self, *, impacts: Collection[str] = ("serious", "critical")) -> list[str]:
        """What axe-core says of the page with one of these impacts, each with its first element."""
        self.run((files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8"))
        violations = self.run("return axe.run().then(found => found.violations)")
        severe = [one for one in violations if one["impact"] in impacts]
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in severe]

    def overflow(self) -> int:
        """How many pixels of the page lie to the right of the window."""
        return int(self.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def picture(self) -> bytes:
        """What the window shows, as PNG."""
        return base64.b64decode(self._ask("GET", "/screenshot", None))

    def _ask(self, method: str, path: str, body: object) -> Any:
        answer = self._client.request(method, self._path + path, content=None if body is None else json.dumps(body))
        value = answer.json()["value"]
        if answer.status_code != httpx.codes.OK:
            raise AssertionError(value.get("message", value))
        return value


@contextlib.contextmanager
def a_browser() -> Iterator[Browser]:
    """A browser that is gone at the end; the test is skipped where there is none."""
    driver, chromium = shutil.which("chromedriver"), shutil.which("chromium") or shutil.which("google-chrome")
    if driver is None or chromium is None:
        pytest.skip("Chromium and its driver are not on this machine")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 # found above
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            _wait_for(client)
            options = {"binary": chromium, "args": QUIET}
            wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
            session = client.post("/session", content=json.dumps(wanted)).json()["value"]["sessionId"]
            yield Browser(client, session)
            client.delete(f"/session/{session}")
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(client: httpx.Client) -> None:
    for _ in range(200):
        with contextlib.suppress(httpx.TransportError):
            if client.get("/status").json()["value"]["ready"]:
                return
        time.sleep(0.05)
    raise AssertionError("chromedriver does not answer")
