#!/usr/bin/env bash
# Runs tests/soak/Soak.java for some minutes in a bounded heap and a small code cache, and samples its resident memory each second and
# its code every ten. Fails on any error, and when the memory is not flat: the median of the last third may exceed that of the middle
# third by 3 percent; the code by 10 percent.
#
#   tests/soak.sh [MINUTES [VM OPTION...]]     MINUTES defaults to 10
#   EXCELSA=path   the binary under test
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
excelsa=${EXCELSA:-$root/target/release/excelsa}
minutes=${1:-10}
shift || true
base=$root/target/soak
mkdir -p "$base/classes"
javac -nowarn -d "$base/classes" "$root/tests/soak/Soak.java"
"$excelsa" -Xmx256m -XX:SoftRefLRUPolicyMSPerMB=5 -XX:MaxMetaspaceSize=64m -XX:MaxDirectMemorySize=64m \
    -XX:ReservedCodeCacheSize=8m "$@" -cp "$base/classes" Soak "$minutes" > >(tee "$base/out") &
pid=$!
trap 'kill $pid 2>/dev/null || true' INT TERM
: >"$base/rss"
while kill -0 $pid 2>/dev/null; do
    awk '/^VmRSS:/ { print int($2 / 1024) }' "/proc/$pid/status" >>"$base/rss" 2>/dev/null || true
    sleep 1
done
code=0
wait $pid || code=$?
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] + 0 }'; }
n=$(wc -l <"$base/rss")
middle=$(sed -n "$((n / 3 + 1)),$((2 * n / 3))p" "$base/rss" | median)
last=$(sed -n "$((2 * n / 3 + 1)),\$p" "$base/rss" | median)
echo "resident: first $(head -n 1 "$base/rss") MB, middle third $middle MB, last third $last MB, most $(sort -n "$base/rss" | tail -n 1) MB, $n samples"
# Kilobytes of code, one a line.
sed -n 's/.* code  *\([0-9]*\) KB.*/\1/p' "$base/out" >"$base/code"
n=$(wc -l <"$base/code")
code_middle=$(sed -n "$((n / 3 + 1)),$((2 * n / 3))p" "$base/code" | median)
code_last=$(sed -n "$((2 * n / 3 + 1)),\$p" "$base/code" | median)
echo "code: first $(head -n 1 "$base/code") KB, middle third $code_middle KB, last third $code_last KB, most $(sort -n "$base/code" | tail -n 1) KB, $n samples"
if [ $code -ne 0 ]; then
    echo "FAIL: exit code $code"
    exit 1
fi
if [ "$last" -gt $((middle + middle * 3 / 100)) ]; then
    echo "FAIL: resident memory grows"
    exit 1
fi
if [ "$n" -ge 6 ] && [ "$code_last" -gt $((code_middle + code_middle / 10 + 64)) ]; then
    echo "FAIL: the code cache grows"
    exit 1
fi
echo "PASS"
