# Sourced by the scripts of this folder. A script defines `work`, which runs the application with
# "$JAVA" in an empty current folder, and calls `compare`.
#
#   EXCELSA=path    the binary under test (default: target/release/excelsa of this repository)
#   HOTSPOT=path    the JVM to compare with (default: java on the path)
#   MODE=...        extra options for both JVMs, for example MODE=-Xint
#   EXCELSA_FLAGS=... extra options for Excelsa alone, for example EXCELSA_FLAGS=-Xcomp
#   LIMIT=600       seconds that the application may take on each JVM
#   KEEP=1          keep the outputs of a passed run
#
# Standard output, exit code and everything that `work` leaves in the folder `result` must be equal.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
app=$(basename "$0" .sh)
base=$root/target/apps/$app
excelsa=$(realpath -m "${EXCELSA:-$root/target/release/excelsa}")
[ -x "$excelsa" ] || excelsa=$(command -v "${EXCELSA:-}" || echo "$excelsa")
hotspot=${HOTSPOT:-$(command -v java)}
home=$(dirname "$(dirname "$(readlink -f "$hotspot")")")
export LANG=C.UTF-8 TZ=UTC
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS CLASSPATH

# need FILE PACKAGE...: stops when FILE is not there.
need() {
    if [ ! -e "$1" ]; then
        echo "SKIP $app: $1 is missing; tests/apps/install.sh installs ${*:2}"
        exit 2
    fi
}

# prepare FOLDER: a folder for what both runs share, made once per call, filled by HotSpot's javac.
prepare() {
    shared=$base/shared
    rm -rf "$base"
    mkdir -p "$shared"
}

# limited FUNCTION NAME: runs the function in a process group of its own. What is left of it after LIMIT seconds is killed, and NAME.late is there.
limited() {
    local watch group
    rm -f "$base/$2.late"
    set -m
    "$1" &
    group=$!
    { sleep "${LIMIT:-600}" && touch "$base/$2.late" && kill -KILL -- "-$group"; } &
    watch=$!
    set +m
    trap 'kill -KILL -- "-$group" "-$watch"; exit 130' INT TERM
    wait "$group"
    local status=$?
    kill -TERM -- "-$watch"
    wait "$watch"
    trap - INT TERM
    return $status
} 2>/dev/null

# What a server does beside answering the load: visit URL.
visit() { :; }

# For servers, which define `server`, which becomes one by `exec`, and `port`, which prints the port as soon as it is known, else fails:
# a client on HotSpot sends REQUESTS requests from 8 threads, then the server is stopped by SIGTERM.
serve() {
    server &
    local process=$! port code
    until port=$(port) || ! kill -0 $process; do sleep 0.1; done
    "$hotspot" -cp "$shared" Load "http://127.0.0.1:$port" "${REQUESTS:-10000}" 8
    code=$?
    visit "http://127.0.0.1:$port"
    kill -TERM $process
    wait $process
    echo "the server ended with $?"
    return $code
}

# In the folder of the run, with its outputs put away: its exit code is in NAME.exit.
run() {
    cd "$base/$name" && { work; echo $? >"$base/$name.exit"; } >"$base/$name.out" 2>"$base/$name.err" </dev/null
}

one() {
    local name=$1 flags=${MODE:-}
    [ "$name" = hotspot ] || flags+=" ${EXCELSA_FLAGS:-}"
    echo "killed after ${LIMIT:-600} s" >"$base/$name.exit"
    mkdir -p "$base/$name/result"
    cat >"$base/$name/java" <<EOF
#!/bin/sh
exec "$2" $flags "\$@"
EOF
    chmod +x "$base/$name/java"
    JAVA=$base/$name/java
    # The time of the subshell is on its standard error, after the application's own was put away.
    local TIMEFORMAT='%R %U %S'
    seconds=$({ time limited run "$name"; } 2>&1 | awk '/^[0-9. ]+$/ { printf "%.1f s, CPU %.1f s", $1, $2 + $3 }')
    # The folder's own name and identity hashes must not make a difference.
    sed -i -E "s#$base/$name#WORK#g; s#\\bmodule @[0-9a-f]+#module @HASH#g" "$base/$name.out" "$base/$name.err"
}

compare() {
    one hotspot "$hotspot"
    local expected=$seconds
    one excelsa "$excelsa"
    local actual=$seconds problem=
    [ ! -e "$base/hotspot.late" ] || problem+="HotSpot timed out after ${LIMIT:-600} s; "
    [ ! -e "$base/excelsa.late" ] || problem+="timed out after ${LIMIT:-600} s; "
    cmp -s "$base/hotspot.exit" "$base/excelsa.exit" ||
        problem+="exit code $(cat "$base/excelsa.exit"), HotSpot's is $(cat "$base/hotspot.exit"); "
    cmp -s "$base/hotspot.out" "$base/excelsa.out" || problem+="standard output differs; "
    diff -rq "$base/hotspot/result" "$base/excelsa/result" >"$base/files.diff" || problem+="files differ; "
    [ "${EXPECT:-0}" = "$(cat "$base/hotspot.exit")" ] || problem+="HotSpot itself ended with $(cat "$base/hotspot.exit"); "
    if [ -z "$problem" ]; then
        echo "PASS $app (HotSpot $expected; Excelsa $actual)"
        [ "${KEEP:-}" ] || rm -rf "$base"
        exit 0
    fi
    echo "FAIL $app: ${problem%; } (HotSpot $expected; Excelsa $actual); see $base"
    diff -u "$base/hotspot.out" "$base/excelsa.out" | head -n 40
    head -n 20 "$base/files.diff"
    echo "--- standard error"
    head -n 30 "$base/excelsa.err"
    exit 1
}
