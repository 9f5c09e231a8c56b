"""Runs the migrations on the connection, and in the transaction, that `ledger_engine` hands over."""

from alembic import context

from outreach.adapters.ledger_tables import METADATA, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
