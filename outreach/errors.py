"""What can stop a run, said to the operator in one sentence that tells what to do."""

import errno

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


class OutreachError(Exception):
    """The root of what the operator must know; its text is one sentence and holds no personal data."""


class ConfigError(OutreachError):
    """`config/` or `templates/` contradict themselves; every fault is listed at once."""


class SettingsError(OutreachError):
    """A setting of the environment is missing or cannot be used."""


class SheetsError(OutreachError):
    """The spreadsheet could not be read or written."""


class MailError(OutreachError):
    """The mail server cannot be used at all; single refused messages are outcomes, not errors."""


class LedgerError(OutreachError):
    """The ledger cannot be opened, or a step was asked of it that its state forbids."""


class DiskError(OutreachError):
    """Nothing can be written any more: the disk is full, or may only be read."""


class ScheduleError(OutreachError):
    """The scheduler that runs the flows cannot be started, reached or stopped."""


class AttendanceError(OutreachError):
    """A list of a call's participants cannot be read, or the call it is of is not known."""


class MissingTranslationError(OutreachError):
    """A template has no text in the language asked for; it stops that message, not the run."""


def disk_fault(error: OSError) -> DiskError | None:
    """The sentence for a disk that takes no more; None for any other fault."""
    if error.errno not in _FULL:
        return None
    return DiskError("The disk is full or may only be read: make room on it, then run this again; nothing is lost.")
