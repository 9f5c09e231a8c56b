"""Decisions, pure: standard library only, no input, output, clock or chance."""
