"""What a command prints for machines."""

import json
import sys


def print_json(value: object) -> None:
    """Prints a value as JSON, its letters as they are."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
