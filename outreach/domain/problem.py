"""A fault in a member's sheet: where it is, what it is, and what would be right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ProblemCode(StrEnum):
    """What kind of fault it is; the sentences for each stand in `templates/_phrases/<language>.toml`."""

    TAB_MISSING = "tab_missing"
    TAB_EMPTY = "tab_empty"
    COLUMN_MISSING = "column_missing"
    COLUMN_RENAMED = "column_renamed"
    COLUMN_DUPLICATED = "column_duplicated"
    BLANK_ROW = "blank_row"
    DUPLICATE_ROW = "duplicate_row"
    MERGED_CELLS = "merged_cells"
    MISSING_VALUE = "missing_value"
    FORMULA = "formula"
    CELL_ERROR = "cell_error"
    STRAY_SPACES = "stray_spaces"
    COUNTRY_UNKNOWN = "country_unknown"
    COUNTRY_SPELLING = "country_spelling"
    COUNTRY_OUTSIDE = "country_outside"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_AMBIGUOUS = "date_ambiguous"
    DATE_UNREADABLE = "date_unreadable"
    DATE_SERIAL = "date_serial"
    DATE_FAR_OFF = "date_far_off"
    END_BEFORE_START = "end_before_start"
    EVENT_DISAGREES = "event_disagrees"
    TIME_UNREADABLE = "time_unreadable"
    TIME_SKIPPED = "time_skipped"
    TIME_TWICE = "time_twice"
    ZONE_UNKNOWN = "zone_unknown"
    WEEKDAY_DISAGREES = "weekday_disagrees"
    BRIDGE_LEADS_NOWHERE = "bridge_leads_nowhere"
    BRIDGE_TWICE = "bridge_twice"
    CALL_GONE = "call_gone"
    CALL_ON_HOLIDAY = "call_on_holiday"
    CALL_CLASHES = "call_clashes"
    EMAIL_INVALID = "email_invalid"
    EMAIL_SEVERAL = "email_several"
    CONSENT_MISSING = "consent_missing"
    PHONE_AS_NUMBER = "phone_as_number"
    LINK_INVALID = "link_invalid"
    CHOICE_UNKNOWN = "choice_unknown"
    LANGUAGE_UNKNOWN = "language_unknown"
    NUMBER_UNREADABLE = "number_unreadable"
    PERSON_UNKNOWN = "person_unknown"
    EVENT_UNKNOWN = "event_unknown"
    EVENT_SEVERAL = "event_several"
    YEAR_MISSING = "year_missing"
    CANDIDATE_UNKNOWN = "candidate_unknown"
    CANDIDATE_SEVERAL = "candidate_several"
    EVIDENCE_MISSING = "evidence_missing"
    STEP_NOT_THEIRS = "step_not_theirs"
    ATTENDEE_UNKNOWN = "attendee_unknown"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, as its editor will be told of it.

    tab: title of the tab as the member wrote it. cell: A1 address ("E17"); of a row, its first cell.
    value: what stands there. suggestion: what would be right, as one would type it; "" when only
    the editor can know. field: the schema's name of the column, "" of no single one. facts: further
    words for the sentence. language: the editors' language. held_back: the row waits for the
    correction; else it went on and the fault is a remark.
    """

    tab: str
    cell: str
    code: ProblemCode
    value: str = ""
    suggestion: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    held_back: bool = True
    field: str = ""
