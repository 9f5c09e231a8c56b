"""Messages, facts, suppressions, occasions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATES = (
    "'planned', 'approved', 'claimed', 'transmitting', 'accepted', 'refused', 'later', 'needs_smtputf8', "
    "'unknown', 'suppressed', 'withdrawn'"
)
CLAIMABLE = sa.text("state IN ('approved', 'later')")
IN_HAND = sa.text("state IN ('claimed', 'transmitting')")


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", sa.String(27), nullable=False),
        sa.Column("planned", sa.String(27), nullable=False),
        sa.Column("not_before", sa.String(27)),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("batch", sa.Text(), nullable=False, server_default=""),
        sa.Column("approver", sa.Text(), nullable=False, server_default=""),
        sa.Column("worker", sa.Text(), nullable=False, server_default=""),
        sa.Column("reply", sa.Text(), nullable=False, server_default=""),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_messages"),
        sa.UniqueConstraint("contact", "occasion", "revision", name="uq_messages_contact_occasion_revision"),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_messages_state")),
    )
    op.create_index("ix_messages_occasion", "messages", ["occasion"])
    op.create_index("ix_messages_in_hand", "messages", ["since"], sqlite_where=IN_HAND, postgresql_where=IN_HAND)
    op.create_index(
        "ix_messages_claimable",
        "messages",
        ["not_before", "key"],
        sqlite_where=CLAIMABLE,
        postgresql_where=CLAIMABLE,
    )
    op.create_table(
        "facts",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_facts"),
    )
    op.create_index("ix_facts_kind_subject", "facts", ["kind", "subject"])
    op.create_table(
        "suppressions",
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("contact", name="pk_suppressions"),
    )
    op.create_table(
        "occasions",
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("since", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("occasion", name="pk_occasions"),
    )
