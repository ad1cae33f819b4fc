#!/bin/sh
# Learn every shipped model anew from the public sets (their folder is the argument); each fit has its data and seed.
set -eu
python=.venv/bin/python
sets="${1:?name the folder of the public sets: make models SETS=../shared/sets}"
kept="${KEPT:-output/readings}"
$python -m bench.fit_reading "$sets"
$python -m bench.readings "$sets" "$kept"
$python -m scripts.make_models "$sets" "$kept"
$python -m bench.outcomes "$sets" "$kept" output/outcomes receipt invoice nda
$python -m scripts.make_correctness output/outcomes
