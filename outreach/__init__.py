"""Everything that is not Prefect: what comes in, what is decided, what goes out."""
