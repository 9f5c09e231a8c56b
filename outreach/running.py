"""The word that a running `outreach up` leaves, so that other commands find it: its process and its scheduler."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from outreach.errors import ScheduleError

_ALREADY = "It runs already (process {pid}): see `outreach status`, or stop it with `outreach down`."
_FOLDER = "{folder} cannot be written: make room on its disk, or choose another folder in OUTREACH_STATE."
_NO_ROOM = "Only {left} MB are left on the disk with {folder}: make room, then run this again; nothing is lost."
ROOM = 20 * 2**20  # octets
_PATIENCE = 1.0  # seconds; whoever only looks holds the lock for a moment


@dataclass(frozen=True, slots=True)
class Word:
    """pid: of `outreach up`; api: the address of the scheduler it serves; server: its pid, 0 when it is not ours.

    serves: whether all flows are registered there.
    """

    pid: int
    api: str = ""
    server: int = 0
    serves: bool = False

    @property
    def page(self) -> str:
        """Where the scheduler's pages are seen."""
        return self.api.removesuffix("/api")


def folder(state: Path) -> Path:
    """Where the scheduler keeps its own things, made when it is missing. Raises ScheduleError."""
    found = state.resolve() / "prefect"
    try:
        found.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise ScheduleError(_FOLDER.format(folder=found)) from None
    return found


def word(state: Path) -> Word | None:
    """What the running one said of itself; None when none runs. A lock tells: the kernel frees it with its holder."""
    file = state.resolve() / "prefect" / "up.lock"
    try:
        with file.open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return last_word(state)
    except OSError:
        return None
    return None


def require_none(state: Path) -> None:
    """Raises ScheduleError while one runs; `alone` says so too, but whoever asks first need not load the scheduler."""
    running = word(state)
    if running:
        raise ScheduleError(_ALREADY.format(pid=running.pid))


def last_word(state: Path) -> Word | None:
    """What was said last, be its process alive or not."""
    try:
        return Word(**json.loads((state.resolve() / "prefect" / "up.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def say(state: Path, told: Word) -> None:
    """Leaves word, whole or not at all. Raises ScheduleError."""
    file = folder(state) / "up.json"
    part = file.with_suffix(".part")
    try:
        part.write_text(json.dumps(asdict(told)), encoding="utf-8")
        part.replace(file)
    except OSError:
        raise ScheduleError(_FOLDER.format(folder=file.parent)) from None


def require_room(state: Path) -> None:
    """Raises ScheduleError when the disk is so full that the scheduler could not keep its book."""
    free = shutil.disk_usage(folder(state)).free
    if free < ROOM:
        raise ScheduleError(_NO_ROOM.format(left=free // 2**20, folder=state.resolve()))


@contextmanager
def alone(state: Path) -> Iterator[None]:
    """Only one runs on a state folder at a time. Raises ScheduleError while another does."""
    file = folder(state) / "up.lock"
    try:
        lock = file.open("w")
    except OSError:
        raise ScheduleError(_FOLDER.format(folder=file.parent)) from None
    with lock:
        _take(lock.fileno(), state)
        yield


def _take(lock: int, state: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                other = last_word(state)
                raise ScheduleError(_ALREADY.format(pid=other.pid if other else "unknown")) from None
            time.sleep(0.05)
        else:
            os.set_inheritable(lock, False)  # noqa: FBT003 # its only parameter
            return
