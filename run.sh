#!/usr/bin/env bash
# Builds Excelsa if need be and runs it with the arguments of `java`:
#   ./run.sh -cp classes Main args        ./run.sh -jar app.jar        ./run.sh Source.java
# Without arguments it measures the interpreter against the compilers on three kernels, in less than a minute.
# What is missing is installed first (see .ci/prepare.sh).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/prepare.sh
source "$root/.ci/prepare.sh"
prepare
build --bin excelsa --lib -p excelsa-vm
excelsa=$root/target/release/excelsa
if [ $# -gt 0 ]; then
    exec "$excelsa" "$@"
fi
build -p excelsa-bench
cd "$root"
PS4='$ '
set -x
target/release/excelsa-bench compare Fib NBody Sorting --jvm int='excelsa -Xint' --jvm jit=excelsa -n 3 -s 1.5 --html target/bench/demo.html
