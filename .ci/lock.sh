#!/bin/sh
# Remakes the lock files from pyproject.toml: exact, hashed, for every Python from 3.11 on, without index addresses.
set -eu
cd "$(dirname "$0")/.."
lock() {
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate "$@"
}
lock pyproject.toml --output-file requirements.lock
lock pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group nightly \
  --constraint requirements-dev.lock --output-file requirements-nightly.lock
