"""Until when a message may go out, and what says when it may."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("expires", sa.String(27)))
    op.add_column("messages", sa.Column("zone", sa.Text(), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("organisation", sa.Text(), nullable=False, server_default=""))
