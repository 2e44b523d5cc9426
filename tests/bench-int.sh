#!/usr/bin/env bash
# Pairs `excelsa -Xint` with `java -Xint` over the kernels of bench/java, interleaved, and prints the
# medians of CPU time, their ratios and the geometric mean; then Hello World's CPU time and peak memory
# against `java -Xint -Xshare:off`.
#
#   tests/bench-int.sh [RUNS [KERNEL...]]     RUNS defaults to 5
#   EXCELSA=path   the binary under test      JAVA=path   the HotSpot to compare with
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
excelsa=${EXCELSA:-$root/target/release/excelsa}
java=${JAVA:-java}
runs=${1:-5}
shift || true
classes=$root/target/bench-int
mkdir -p "$classes"
javac -nowarn -d "$classes" "$root"/bench/java/*.java
kernels=("$@")
if [ ${#kernels[@]} -eq 0 ]; then
    for source in "$root"/bench/java/*.java; do
        name=$(basename "$source" .java)
        case $name in Demo | HelloWorld) ;; *) kernels+=("$name") ;; esac
    done
fi

TIMEFORMAT='%U %S'
# cpu COMMAND...: user and system seconds of one run
cpu() {
    local out
    out=$({ time "$@" >"$classes/out" 2>"$classes/err"; } 2>&1) || { cat "$classes/out" "$classes/err" >&2; echo "failed: $*" >&2; exit 1; }
    if grep -q WRONG "$classes/out"; then cat "$classes/out" >&2; exit 1; fi
    awk '{ printf "%.3f\n", $1 + $2 }' <<<"$out"
}
median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

printf '%-14s %10s %10s %8s\n' kernel excelsa java ratio
ratios=()
for kernel in "${kernels[@]}"; do
    ours=() theirs=()
    for ((i = 0; i < runs; i++)); do
        ours+=("$(cpu "$excelsa" -Xint -cp "$classes" "$kernel")")
        theirs+=("$(cpu "$java" -Xint -cp "$classes" "$kernel")")
    done
    a=$(printf '%s\n' "${ours[@]}" | median)
    b=$(printf '%s\n' "${theirs[@]}" | median)
    r=$(awk -v a="$a" -v b="$b" 'BEGIN { printf "%.3f", a / b }')
    ratios+=("$r")
    printf '%-14s %9.3fs %9.3fs %8s\n' "$kernel" "$a" "$b" "$r"
done
printf '%s\n' "${ratios[@]}" | awk '{ s += log($1) } END { printf "geometric mean of %d ratios: %.3f\n", NR, exp(s / NR) }'

ours=() theirs=()
for ((i = 0; i < runs * 2; i++)); do
    ours+=("$(cpu "$excelsa" -Xint -cp "$classes" HelloWorld)")
    theirs+=("$(cpu "$java" -Xint -Xshare:off -cp "$classes" HelloWorld)")
done
a=$(printf '%s\n' "${ours[@]}" | median)
b=$(printf '%s\n' "${theirs[@]}" | median)
awk -v a="$a" -v b="$b" 'BEGIN { printf "Hello World: %.3f s CPU, java -Xint -Xshare:off %.3f s, ratio %.2f\n", a, b, a / b }'
if [ -x /usr/bin/time ]; then
    rss() { /usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -n 1; }
    printf 'Hello World peak resident: %s kB, java -Xint -Xshare:off %s kB\n' \
        "$(rss "$excelsa" -Xint -cp "$classes" HelloWorld)" "$(rss "$java" -Xint -Xshare:off -cp "$classes" HelloWorld)"
fi
