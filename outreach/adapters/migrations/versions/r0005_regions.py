"""Readings of several regions in one archive; those that are there stay those of the region that was first."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Made anew, as SQLite changes no primary key; under its own name, as PostgreSQL's constraints have names too.
    op.execute("CREATE TABLE pulls_before AS SELECT at, tabs FROM pulls")
    op.drop_table("pulls")
    op.create_table(
        "pulls",
        sa.Column("region", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("tabs", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("region", "at", name="pk_pulls"),
    )
    op.execute("INSERT INTO pulls (at, tabs) SELECT at, tabs FROM pulls_before")
    op.drop_table("pulls_before")
