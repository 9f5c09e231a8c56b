"""Tasks: one side effect each, grouped by the port they use."""
