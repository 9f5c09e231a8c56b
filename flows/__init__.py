"""Flows: verbs; the order of steps and nothing else."""
