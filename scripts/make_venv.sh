#!/bin/sh
# make_venv.sh PYTHON REQUIREMENTS: the environment with exactly these versions, and paperdesk linked into it.
set -eu
python="$1"
requirements="$2"

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "paperdesk needs Python 3.11 or newer; $python is $("$python" --version). Try: make PYTHON=python3.12" >&2
    exit 16
}
[ -x .venv/bin/pip ] || "$python" -m venv .venv
pip=".venv/bin/pip --quiet --disable-pip-version-check"
log=.make/pip.log

# run COMMAND...: its output goes to the log, and is shown only when it fails.
run() { "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 16; }; }

echo "installing $requirements into .venv"
# The lock names everything, so nothing is resolved: pips before 23.1 stumble over extras when they also check hashes.
run $pip install --no-deps --require-hashes -r "$requirements"
run $pip install --no-deps --no-build-isolation --no-index -e .
run .venv/bin/pip --disable-pip-version-check check
