#!/usr/bin/env bash
# Builds Excelsa if need be and runs it with the arguments of `java`:
#   ./run.sh -cp classes Main args        ./run.sh -jar app.jar        ./run.sh Source.java
# Without arguments it compiles and runs the demo of bench/java.
# What is missing is installed first (see .ci/prepare.sh).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/prepare.sh
source "$root/.ci/prepare.sh"
prepare
(cd "$root" && cargo build --release --quiet --bin excelsa --lib -p excelsa-vm)
excelsa=$root/target/release/excelsa
if [ $# -gt 0 ]; then
    exec "$excelsa" "$@"
fi
classes=$root/target/demo
mkdir -p "$classes"
"$JAVA_HOME/bin/javac" -nowarn -sourcepath "$root/bench/java" -d "$classes" "$root/bench/java/Demo.java"
echo "$ excelsa -cp target/demo Demo"
exec "$excelsa" -cp "$classes" Demo
