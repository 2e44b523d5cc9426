#!/usr/bin/env bash
# Builds Excelsa and passes all tests: those of every crate (debug build, with all assertions), then the Java programs
# of tests/java on Excelsa and HotSpot, compared (release build).
#   ./test.sh [--mode MODES] [FILTER]
# A filter picks Java programs by name and leaves the unit tests out, and so does --mode: a list of modes of
# tests/src/modes.rs (comp,thresh1), `jit` for the compiling ones, or `all`.
# What is missing is installed first (see .ci/prepare.sh).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/prepare.sh
source "$root/.ci/prepare.sh"
units=1 tests=(--tests)
if [ "${1:-}" = --mode ]; then
    [ $# -ge 2 ] || { echo "--mode needs a list of modes" >&2; exit 1; }
    export EXCELSA_MODES=$2
    units=0 tests=(--test java)
    shift 2
fi
[ $# -eq 0 ] || units=0
prepare
[ $units = 0 ] || prepare_tests
cd "$root"
# The comparison takes its HotSpot from the path.
export PATH="$JAVA_HOME/bin:$PATH"
if [ $units = 1 ]; then
    # The compiler is tested for both architectures.
    cargo test --workspace --exclude excelsa-tests --tests --features excelsa-jit/aarch64
fi
cargo build --release --workspace
# A background job inherits ignored signals, which the programs on signals must not.
env --default-signal=INT,QUIT,HUP cargo test --release -p excelsa-tests "${tests[@]}" -- "$@"
