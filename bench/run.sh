#!/bin/sh
# All benchmarks, one after the other; the folder of the public document sets, where it is given, adds those.
set -eu
python=.venv/bin/python
echo "machine: $(uname -sm), $(nproc) cores, $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs)"
echo "== what Prefect costs"
$python -m bench.orchestration
echo "== how fast the queue is"
$python -m bench.queue_speed
if [ $# -gt 0 ]; then
    $python -m bench.extract_sets "$1"
    echo "== reading pages"
    $python -m bench.reading "$1" --limit 20
    $python -m bench.reading.text_layer "$1" --limit 40
    echo "== hostile files"
    $python -m bench.hostile "$1/hostile/docs"
    $python -m bench.one_batch "$1/hostile/docs" --bombs
fi
