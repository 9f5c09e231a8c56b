"""How the ledger's tables came to be, one file a change; run when a ledger is opened (Alembic)."""
