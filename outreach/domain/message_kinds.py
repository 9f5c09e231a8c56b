"""How the occasions of each kind of message begin: by the names that the templates have."""

from outreach.domain.candidate_facts import FOLLOW_UP
from outreach.domain.consultation_mail import CONSULTATION
from outreach.domain.designation import LIAISON
from outreach.domain.event import EVENT
from outreach.domain.invitation import INVITATION, REMINDER
from outreach.domain.next_step_offer import NEXT_STEP
from outreach.domain.sharing import SHARING

APPROVED_KINDS = {
    "announcement": INVITATION,
    "call_reminder": REMINDER,
    "consultation": CONSULTATION,
    "event_cancelled": EVENT,
    "event_moved": EVENT,
    "follow_up_first": FOLLOW_UP,
    "follow_up_last": FOLLOW_UP,
    "invitation": INVITATION,
    "invitation_cancelled": INVITATION,
    "invitation_moved": INVITATION,
    "liaison_brief": LIAISON,
    "next_step": NEXT_STEP,
    "sharing": SHARING,
}
"""Those that wait for a leader's approval; the others go out by standing order (decision 4)."""
STANDING_KINDS = frozenset({"deadline", "digest", "run_failed", "to_fix"})
