#!/usr/bin/env bash
# Measures collections beside HotSpot's: pairs excelsa with `java -XX:+UseSerialGC -Xint` and `java -XX:+UseParallelGC -Xint`
# over the workloads of bench/java/gc and javac, interleaved, with the same -Xms and -Xmx, and prints medians: total pause time,
# number and median of young pauses, longest pause, CPU time, peak memory, then the geometric means of the ratios.
#
#   tests/bench-gc.sh [RUNS [WORKLOAD...]]     RUNS defaults to 3; workloads: BinaryTrees Churn HashChurn javac
#   EXCELSA=path   the binary under test      JAVA=path   the HotSpot to compare with
#   ONLY=excelsa,serial,parallel              which machines run
#   OPTIONS='...'                             more options for excelsa
# javac compiles java.util of the class library; tests/apps/install.sh fetches its sources.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
exec python3 "$root/tests/tool/bench_gc.py" "$root" "$@"
