"""Leases of several messages, and the texts in a table of their own, so that a step of a message writes little."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

IN_HAND = sa.text("state IN ('claimed', 'transmitting')")
BEGUN = sa.text("kind = 'message.transmitting'")


def upgrade() -> None:
    op.create_table(
        "texts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_texts"),
    )
    op.execute("INSERT INTO texts (key, content) SELECT key, content FROM messages")
    op.drop_column("messages", "content")
    op.add_column("messages", sa.Column("boot", sa.Text(), nullable=False, server_default=""))
    op.drop_index("ix_messages_in_hand", "messages")
    op.create_index("ix_messages_in_hand", "messages", ["key"], sqlite_where=IN_HAND, postgresql_where=IN_HAND)
    op.create_index("ix_messages_organisation", "messages", ["organisation"])
    op.create_index("ix_facts_begun", "facts", ["at"], sqlite_where=BEGUN, postgresql_where=BEGUN)
