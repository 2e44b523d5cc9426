#!/usr/bin/env bash
# Steady state of compiled code: each kernel of bench/java and each application of bench/java/apps in one JVM, called until it is warm
# and then measured (bench/java/steady/Steady.java). Interleaved: ours by default, ours with -Xint (one call), HotSpot's C1
# (-XX:TieredStopAtLevel=1 -XX:+UseSerialGC), HotSpot. Prints times, ratios and their geometric means; all must give the same results.
#
#   tests/bench-jit.sh [RUNS [NAME...]]       RUNS defaults to 1; names as Fib or AppH2
#   EXCELSA=path   the binary under test      JAVA=path   the HotSpot to compare with
#   ONLY=ours,c1   which machines run         METRIC=wall elapsed time instead of CPU time
#   WARMUP=3000    warm-up in ms, four times that for applications
#   OPTIONS='...'  more options for ours
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
exec python3 "$root/tests/tool/bench_jit.py" "$root" steady "$@"
