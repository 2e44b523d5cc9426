#!/usr/bin/env bash
# OpenJDK's own tests on Excelsa, beside the list of those that are known not to pass.
#
#   conformance.sh run HARNESS MODE LIST OUT   runs the tests of LIST and checks the results
#   conformance.sh check MODE OUT              checks results that are there
#
# HARNESS  folder with make-jdk.sh and run-jtreg.sh, which run jtreg on a JDK image with our library in it
# MODE     default, int, comp (every method compiled before its first call) or stress (a collection at every
#          20,000th allocation, the heap checked after it)
# LIST     tests to run: one of HARNESS/lists (smoke, dev), or a file
# OUT      folder for the results: results.tsv has outcome, seconds, test and reason in each line
#
#   LIBJVM=path   the library under test (default: target/release/libjvm.so of this repository)
#   TIMEOUT=240   seconds for tests that state no limit
#
# Ends with 1 when a test fails that conformance-expected.txt does not list for this mode, or one passes that it lists.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
expected=$here/conformance-expected.txt

usage() {
    awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0" >&2
    exit 2
}

options() {
    case $1 in
    default) ;;
    int) echo -Xint ;;
    comp) echo -Xcomp ;;
    stress) printf '%s\n' -XX:+UnlockDiagnosticVMOptions -XX:GCStressAllocations=20000 -XX:+VerifyAfterGC ;;
    *) usage ;;
    esac
}

check() {
    local mode=$1 results=$2/results.tsv
    [ -s "$results" ] || { echo "there is no $results" >&2; exit 2; }
    awk -F'\t' -v mode="$mode" -v list="$expected" '
        BEGIN {
            while ((getline line < list) > 0) {
                if (line ~ /^[ \t]*(#|$)/) continue
                n = split(line, word, /[ \t]+/)
                if (n < 3) { print list ": no reason: " line; bad++; continue }
                modes = split(word[2], one, ",")
                for (i = 1; i <= modes; i++) if (one[i] == "*" || one[i] == mode) known[word[1]] = 1
            }
        }
        $1 == "passed" { passed++ }
        $1 == "passed" && ($3 in known) { print "passes, but is listed: " $3; bad++ }
        $1 != "passed" && ($3 in known) { failed++ }
        $1 != "passed" && !($3 in known) { print $1 ": " $3 ": " $4; bad++ }
        END {
            printf "%s: %d of %d passed, %d known not to, %d unexpected\n", mode, passed, NR, failed, bad
            exit bad > 0
        }' "$results"
}

case ${1:-} in
check)
    [ $# = 3 ] || usage
    options "$2" >/dev/null
    check "$2" "$3"
    ;;
run)
    [ $# = 5 ] || usage
    harness=$2 mode=$3 list=$4 out=$5
    options "$mode" >/dev/null
    flags=()
    for option in $(options "$mode"); do flags+=(--java-option "$option"); done
    [ -e "$list" ] || list=$harness/lists/$list.txt
    library=${LIBJVM:-$here/../target/release/libjvm.so}
    "$harness/make-jdk.sh" "$(realpath "$library")" "$out-jdk"
    status=0
    "$harness/run-jtreg.sh" --timeout "${TIMEOUT:-240}" "${flags[@]}" "$out-jdk" "$list" "$out" || status=$?
    rm -rf "$out-jdk"
    [ $status -le 1 ] || exit 2
    check "$mode" "$out"
    ;;
*) usage ;;
esac
