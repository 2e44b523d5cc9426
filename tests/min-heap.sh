#!/usr/bin/env bash
# Finds by bisection the smallest -Xmx in which HotSpot (-XX:+UseSerialGC) passes an application, then runs ours with 1.5 times
# that and compares standard output, exit code and written files.
#
#   tests/min-heap.sh [APPLICATION...]      of javac lucene h2; all by default
#   EXCELSA=path   the binary under test    HOTSPOT=path   the JVM to compare with
#   FACTOR=1.5                              how much of the smallest heap ours gets
# tests/apps/install.sh installs the applications.
set -uo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
apps=$root/tests/apps
excelsa=$(realpath "${EXCELSA:-$root/target/release/excelsa}")
hotspot=$(command -v "${HOTSPOT:-java}")
home=$(dirname "$(dirname "$(readlink -f "$hotspot")")")
base=$root/target/min-heap
factor=${FACTOR:-1.5}
export LANG=C.UTF-8 TZ=UTC
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS CLASSPATH
lucene=/usr/share/java/lucene-core-8.7.0.jar
for part in analyzers-common queryparser queries sandbox backward-codecs; do lucene+=:/usr/share/java/lucene-$part-8.7.0.jar; done
h2=/usr/share/java/h2.jar

# prepare APPLICATION: what its runs share
prepare() {
    local shared=$base/shared/$1
    mkdir -p "$shared"
    case $1 in
    javac)
        if [ ! -e "$shared/files" ]; then
            local zip=$home/lib/src.zip
            [ -e "$zip" ] || zip=$root/target/apps-sources/src.zip
            [ -e "$zip" ] || { echo "SKIP javac: no sources, see tests/apps/install.sh"; return 1; }
            unzip -q -o "$zip" 'java.base/java/util/*' -d "$shared"
            rm -rf "$shared/java.base/java/util/jar"
            find "$shared/java.base/java/util" -name '*.java' | sort >"$shared/files"
        fi
        ;;
    lucene)
        [ -e /usr/share/java/lucene-core-8.7.0.jar ] || { echo "SKIP lucene: see tests/apps/install.sh"; return 1; }
        javac -nowarn -cp "$lucene" -d "$shared" "$apps/LuceneDemo.java"
        ;;
    h2)
        [ -e $h2 ] || { echo "SKIP h2: see tests/apps/install.sh"; return 1; }
        javac -nowarn -d "$shared" "$apps/Jdbc.java"
        ;;
    *) echo "unknown application $1"; return 1 ;;
    esac
}

# work APPLICATION JAVA OPTION...: one run in the current folder
work() {
    local app=$1 shared=$base/shared/$1
    shift
    case $app in
    javac)
        "$@" -m jdk.compiler/com.sun.tools.javac.Main -nowarn -XDignore.symbol.file -Xlint:none -proc:none \
            --patch-module "java.base=$shared/java.base" -d result "@$shared/files" 2>&1
        ;;
    lucene) "$@" -cp "$shared:$lucene" LuceneDemo "$root/bench/java" ;;
    h2) "$@" -cp "$shared:$h2" Jdbc jdbc:h2:mem:test && "$@" -cp "$shared:$h2" Jdbc "jdbc:h2:./db" ;;
    esac
}

# run NAME LIMIT APPLICATION JAVA OPTION...: into the folder NAME; ends with the application's exit code
run() {
    local name=$1 limit=$2 app=$3
    shift 3
    rm -rf "${base:?}/$name"
    mkdir -p "$base/$name/result"
    (
        cd "$base/$name" || exit 99
        work "$app" timeout "$limit" "$@" >"$base/$name.out" 2>"$base/$name.err" </dev/null
    )
    local code=$?
    sed -i -E "s#$base/$name#WORK#g; s#\\bmodule @[0-9a-f]+#module @HASH#g" "$base/$name.out"
    return $code
}

same() { cmp -s "$base/roomy.out" "$base/$1.out" && diff -rq "$base/roomy/result" "$base/$1/result" >/dev/null; }

failed=0
[ $# -gt 0 ] || set -- javac lucene h2
for app in "$@"; do
    prepare "$app" || { failed=1; continue; }
    serial=("$hotspot" -XX:+UseSerialGC)
    start=$SECONDS
    run roomy 600 "$app" "${serial[@]}" -Xmx2g || { echo "FAIL $app: HotSpot itself fails with 2 GB"; failed=1; continue; }
    # A heap in which the program crawls is not one in which it passes.
    limit=$((20 * (SECONDS - start) + 30))
    low=1 high=512
    while [ $((high - low)) -gt 1 ]; do
        mid=$(((low + high) / 2))
        if run tried $limit "$app" "${serial[@]}" "-Xmx${mid}m" && same tried; then high=$mid; else low=$mid; fi
    done
    ours=$(awk -v h=$high -v f="$factor" 'BEGIN { x = h * f; print x == int(x) ? x : int(x) + 1 }')
    start=$SECONDS
    code=0
    run ours $((limit * 10)) "$app" "$excelsa" "-Xmx${ours}m" || code=$?
    if [ $code -eq 0 ] && same ours; then
        echo "PASS $app: HotSpot needs ${high} MB; ours passes in ${ours} MB, $((SECONDS - start)) s"
    else
        echo "FAIL $app: HotSpot needs ${high} MB; ours, in ${ours} MB, ends with $code; see $base"
        diff "$base/roomy.out" "$base/ours.out" | head -n 20
        head -n 20 "$base/ours.err"
        failed=1
    fi
done
exit $failed
