#!/bin/sh
# Acts like `java` for the tests of the tool: takes options of java and the harness's arguments, and writes what the harness writes.
# -Dns=N is how long an iteration takes; the flags Tier3InvocationThreshold and Tier4InvocationThreshold have their best values at 200 and 5000.
ns=10000000 heap=64
[ -n "$FAKE_LOG" ] && echo "$*" >>"$FAKE_LOG"
while [ $# -gt 0 ]; do
    case $1 in
    -version) echo 'fake version "17.0.1"' >&2; exit 0 ;;
    -broken) echo 'Unrecognized option: -broken' >&2; exit 1 ;;
    -Dns=*) ns=${1#-Dns=} ;;
    -Xmx*) heap=${1#-Xmx} ;;
    -XX:Tier3InvocationThreshold=200) ns=$((ns * 6 / 10)) ;;
    -XX:Tier4InvocationThreshold=5000) ns=$((ns * 9 / 10)) ;;
    -cp) shift ;;
    -XX:+PrintCompilation) echo '     71    3 %     4       Fib::run @ 2 (34 bytes)'; echo '     80    3 %     4       Fib::run @ 2 (34 bytes)   made not entrant' ;;
    HelloMain) echo "Hello, $2!"; exit 0 ;;
    Harness) break ;;
    esac
    shift
done
class=$2 out=$3
start='{"type":"start","jvm_start_ms":1700000000000,"main_ns":40000000,"vm":"Fake","version":"1","args":[]}'
end='{"type":"end","gc":[{"name":"Copy","count":3,"ms":9}],"pauses_ms":[1,2,6],"compile_ms":25,"code_bytes":123456,"loaded_classes":500,"heap_used":1000000,"counters":{"deoptimizations":7}}'
case $class in
Crash) echo '# A fatal error has been detected' >&2; kill -ABRT $$ ;;
Hang) sleep 300 & wait ;;
Throws) printf '%s\n' "$start" '{"type":"error","message":"java.lang.IllegalStateException: boom"}' >"$out"; exit 3 ;;
Changing) printf '%s\n' "$start" '{"type":"error","message":"1 and then 2"}' >"$out"; exit 4 ;;
Silent) exit 0 ;;
esac
n=60
case $* in *iterations=1 | *iterations=1\ *) n=1 ;; esac
result=42
[ "$class" = Wrong ] && result=41
{
    echo "$start"
    # The first five iterations are slow: warm-up.
    awk -v n=$n -v ns="$ns" -v seed=$$ 'BEGIN {
        srand(seed); t = 1000000
        for (i = 0; i < n; i++) {
            d = int(ns * (i < 5 ? 4 : 1) * (0.99 + 0.02 * rand()))
            printf "{\"type\":\"it\",\"start_ns\":%d,\"ns\":%d,\"cpu_ns\":%d,\"thread_cpu_ns\":%d}\n", t, d, d, d
            t += d
        }
    }'
    printf '{"type":"result","value":"%s"}\n%s\n' $result "$end"
} >"$out"
