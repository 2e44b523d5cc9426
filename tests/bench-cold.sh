#!/usr/bin/env bash
# Cold runs, CPU time of the whole process: javac on more than 300 files, ecj, the start of Clojure, Hello World. Interleaved: ours
# by default, ours with -Xint, HotSpot's C1, HotSpot.
#
#   tests/bench-cold.sh [RUNS [NAME...]]      RUNS defaults to 1; names of javac ecj clojure hello
#   EXCELSA=path   the binary under test      JAVA=path   the HotSpot to compare with
#   ONLY=ours,hotspot   which machines run    OPTIONS='...'  more options for ours
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
exec python3 "$root/tests/tool/bench_jit.py" "$root" cold "$@"
