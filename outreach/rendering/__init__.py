"""Nouns of the field become bytes; the same input gives the same bytes."""
