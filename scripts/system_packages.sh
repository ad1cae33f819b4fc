#!/bin/sh
# Install the Debian packages that are missing: `run` for running, `test` for the tests too,
# `languages NAME...` for Tesseract's languages ("fra", "chi_sim") beyond those.
set -eu

missing=""
need() { # need COMMAND PACKAGE...: the packages, unless the command is there
    command -v "$1" >/dev/null 2>&1 || { shift; missing="$missing $*"; }
}

need_language() { # a package's name has a hyphen where the language has an underscore
    tesseract --list-langs 2>/dev/null | grep -qx "$1" || missing="$missing tesseract-ocr-$(echo "$1" | tr _ -)"
}

case "$1" in
run)
    need tesseract tesseract-ocr
    for language in eng osd deu fra; do need_language "$language"; done
    python="$(basename "${PYTHON:-python3}")"
    "$python" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing $python $python-venv"
    ;;
languages)
    shift
    need tesseract tesseract-ocr
    for language in "$@"; do need_language "$language"; done
    ;;
test)
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
    # Ubuntu has Chromium as a snap only: any of these serves, and the browser tests say what they lack.
    command -v chromium-browser google-chrome >/dev/null 2>&1 || need chromium chromium
    # Playwright's own Node needs it; a small Debian lacks it.
    ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1 || missing="$missing libatomic1"
    command -v runuser >/dev/null 2>&1 || missing="$missing util-linux"
    need strace strace
    # Print in common faces, for the tests that tell it from handwriting.
    ls /usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf >/dev/null 2>&1 || missing="$missing fonts-liberation"
    ;;
esac

[ -z "$missing" ] && exit 0
root=""
[ "$(id -u)" = 0 ] || root="sudo"
echo "installing:$missing"
command -v apt-get >/dev/null 2>&1 || {
    echo "this machine has no apt-get: please install these yourself, then run make again:$missing" >&2
    exit 16
}
export DEBIAN_FRONTEND=noninteractive
$root apt-get update -q >/dev/null
# shellcheck disable=SC2086 # the words of $missing are packages
$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing >/dev/null
