"""What can stop a run, said to the operator in one sentence that tells what to do."""


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


class ScheduleError(OutreachError):
    """The scheduler that runs the flows cannot be started, reached or stopped."""


class MissingTranslationError(OutreachError):
    """A template has no text in the language asked for; it stops that message, not the run."""
