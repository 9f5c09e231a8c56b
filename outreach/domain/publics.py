"""Whom an activity is for, and whom a structure reaches."""

from enum import StrEnum


class Audience(StrEnum):
    """For whom an activity is, or whom a structure reaches (the plan, S2)."""

    END_USERS = "end_users"
    ACADEMIC = "academic"
    PROFESSIONAL = "professional"
