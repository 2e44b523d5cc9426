#!/usr/bin/env bash
# jshell evaluates snippets from standard input, executed in its own process.
. "$(dirname "$0")/common.sh"
prepare
cat >"$shared/input" <<'EOF'
1 + 2
int twice(int x) { return 2 * x; }
twice(21)
String s = "abc"
s.length() / 0
record P(int x, int y) { }
new P(1, 2)
java.util.stream.IntStream.range(0, 5).map(x -> x * x).sum()
undefined
for (int i = 0; i < 3; i++) System.out.println("i " + i);
/vars
/exit 4
EOF
EXPECT=4
work() {
    "$JAVA" -m jdk.jshell/jdk.internal.jshell.tool.JShellToolProvider --execution local -s - <"$shared/input" &&
    "$JAVA" -m jdk.jshell/jdk.internal.jshell.tool.JShellToolProvider --execution local --feedback verbose <"$shared/input"
}
compare
