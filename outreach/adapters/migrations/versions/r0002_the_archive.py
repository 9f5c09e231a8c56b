"""The archive: what stood in the spreadsheet, and from when on."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tabs",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_tabs"),
    )
    op.create_table(
        "pulls",
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("tabs", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("at", name="pk_pulls"),
    )
