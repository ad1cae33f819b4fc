#!/bin/sh
# Write requirements*.txt from requirements*.in: every version and hash, no registry address ([tool.pip-tools]).
set -eu
for name in requirements requirements-dev; do
    .venv/bin/pip-compile --quiet --output-file "$name.txt" "$name.in"
done
