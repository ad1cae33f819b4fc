#!/bin/sh
# All benchmarks, one after the other; SETS (the first argument) adds the public document sets.
set -eu
python=.venv/bin/python
echo "machine: $(uname -sm), $(nproc) cores, $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs)"
for bench in bench/orchestration.py bench/queue_speed.py bench/reading_speed.py; do
    echo "== $bench"
    $python "$bench"
done
if [ $# -gt 0 ]; then
    $python bench/extract_sets.py "$1"
fi
