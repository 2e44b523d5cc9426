#!/usr/bin/env bash
# ANTLR makes a parser with listeners and visitors; the generated files must be equal.
. "$(dirname "$0")/common.sh"
jar=/usr/share/java/antlr4.jar
need $jar antlr4
prepare
cat >"$shared/G.g4" <<'EOF'
grammar G; prog: e EOF; e: e ('*'|'/') e | e ('+'|'-') e | INT | '(' e ')'; INT:[0-9]+; WS:[ \t\r\n]+->skip;
EOF
lib=/usr/share/java
work() {
    (cd "$shared" && "$JAVA" -cp $lib/stringtemplate4.jar:$jar:$lib/antlr4-runtime.jar:$lib/antlr3-runtime.jar:$lib/treelayout.jar \
        org.antlr.v4.Tool -visitor -o "$OLDPWD/result" G.g4)
}
compare
