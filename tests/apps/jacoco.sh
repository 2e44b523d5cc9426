#!/usr/bin/env bash
# JaCoCo's agent changes every class of Rhino when it is loaded, and counts what a script makes of it; the report of classes, lines and branches must be the same.
. "$(dirname "$0")/common.sh"
jars=/usr/share/java
covered=$jars/rhino.jar
need $jars/org.jacoco.agent.rt.jar libjacoco-java
need $covered rhino
prepare
# Debian's jar of the agent has neither what it stands on nor the manifest of an agent.
mkdir "$shared"/{agent,classes}
for jar in org.jacoco.agent.rt org.jacoco.core asm asm-commons asm-tree asm-analysis; do
    (cd "$shared/agent" && unzip -qo $jars/$jar.jar -x 'META-INF/*')
done
rm -f "$shared/agent/module-info.class"
echo 'Premain-Class: org.jacoco.agent.rt.internal.PreMain' >"$shared/manifest"
jar cfm "$shared/agent.jar" "$shared/manifest" -C "$shared/agent" . || exit 3
path=$shared/agent.jar:$jars/org.jacoco.report.jar
javac -cp "$path" -d "$shared/classes" "$here/Coverage.java" || exit 3
cat >"$shared/script.js" <<'EOF'
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
print(fib(15), [3, 1, 2].sort(), JSON.stringify({a: [1, {b: "x"}]}), /(\d+)-(\w+)/.exec("12-ab").join("|"));
try { null.x; } catch (e) { print(e); }
print(new Date(0).toISOString(), 0.1 + 0.2, (1234.5678).toFixed(2), parseInt("ff", 16), escape("a b"));
EOF
work() {
    local agent=-javaagent:$shared/agent.jar=destfile=recorded,sessionid=one,includes=org.mozilla.*
    "$JAVA" "$agent" -cp $covered org.mozilla.javascript.tools.shell.Main "$shared/script.js" || return
    "$JAVA" "$agent,append=true" -cp $covered org.mozilla.javascript.tools.shell.Main -opt -1 "$shared/script.js" || return
    "$JAVA" -cp "$shared/classes:$path" Coverage recorded $covered result/coverage.csv || return
    # Of everything: there is something to be counted.
    awk -F, '{ missed += $4; covered += $5 } END { print "instructions", missed + 0, covered + 0; exit covered < 10000 }' result/coverage.csv
}
compare
