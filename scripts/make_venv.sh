#!/bin/sh
# make_venv.sh PYTHON REQUIREMENTS: the environment with exactly these versions, and paperdesk linked into it.
set -eu
python="$1"
requirements="$2"

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "paperdesk needs Python 3.11 or newer; $python is $("$python" --version). Try: make PYTHON=python3.12" >&2
    exit 16
}
[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "installing $requirements into .venv"
.venv/bin/pip --quiet --disable-pip-version-check install --require-hashes -r "$requirements"
.venv/bin/pip --quiet --disable-pip-version-check install --no-deps --no-build-isolation --no-index -e .
