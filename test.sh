#!/usr/bin/env bash
# Builds Excelsa and passes all tests: those of every crate (debug build, with all assertions), then the Java programs
# of tests/java on Excelsa and HotSpot, compared (release build).
#   ./test.sh [FILTER]      a filter picks Java programs by name and leaves the unit tests out
# What is missing is installed first (see .ci/prepare.sh).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/prepare.sh
source "$root/.ci/prepare.sh"
prepare
cd "$root"
# The comparison takes its HotSpot from the path.
export PATH="$JAVA_HOME/bin:$PATH"
if [ $# -eq 0 ]; then
    cargo test --workspace --exclude excelsa-tests --tests
fi
cargo build --release --workspace
# A background job inherits ignored signals, which the programs on signals must not.
env --default-signal=INT,QUIT,HUP cargo test --release -p excelsa-tests --tests -- "$@"
