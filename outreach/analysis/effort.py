"""Whether effort goes where people were found: outreach to each uncovered country beside the reach of the survey."""

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from outreach.domain.coverage import Evidence
from outreach.domain.history import TOLD, History

COLUMNS = ["survey_answers", "members", "candidates", "stakeholders_asked", "messages", "reach", "effort", "gap"]


def by_country(evidence: Evidence, history: History, countries: Iterable[str]) -> pd.DataFrame:
    """One row a country (ISO code), in this order; those of the region without a structure.

    survey_answers: rows of the survey about it, also those that know nobody; members: who gave them; candidates;
    stakeholders_asked; messages: sent to its candidates and stakeholders. reach, effort: shares of survey answers and
    of messages among these countries, in per cent; gap: effort less reach, below 0 where it gets less than its share.
    """
    codes = list(countries)
    answers = Counter([one.country for one in evidence.candidates] + [one.country for one in evidence.none_known])
    members = Counter(country for country, _ in _members(evidence))
    candidates = Counter(one.country for one in evidence.candidates)
    asked = Counter(one.country for one in evidence.stakeholders if one.asked)
    sent = _messages(evidence, history)
    rows = [(answers[code], members[code], candidates[code], asked[code], sent[code]) for code in codes]
    table = pd.DataFrame(rows, columns=COLUMNS[:5], index=pd.Index(codes, name="country"), dtype=int)
    table["reach"] = _shares(table["survey_answers"])
    table["effort"] = _shares(table["messages"])
    table["gap"] = (table["effort"] - table["reach"]).round(1)
    return table


def _members(evidence: Evidence) -> set[tuple[str, str]]:
    named = {(one.country, one.proposed_by.casefold()) for one in evidence.candidates if one.proposed_by}
    return named | {(one.country, one.answered_by.casefold()) for one in evidence.none_known if one.answered_by}


def _messages(evidence: Evidence, history: History) -> Counter[str]:
    country = {one.contact.id: one.country for one in evidence.stakeholders if one.contact}
    country |= {one.contact.id: one.country for one in evidence.candidates if one.contact}
    return Counter(country[one.contact] for one in history.records if one.state in TOLD and one.contact in country)


def _shares(counts: "pd.Series[int]") -> "pd.Series[float]":
    whole = int(counts.sum())
    return (counts / whole * 100).round(1) if whole else counts * 0.0
