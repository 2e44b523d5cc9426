#!/usr/bin/env bash
# javac compiles java.base whole (more than 3,000 files, those of another system apart); the class files must be equal.
. "$(dirname "$0")/common.sh"
zip=$home/lib/src.zip
[ -e "$zip" ] || zip=$root/target/apps-sources/src.zip
need "$zip" openjdk-17-source
prepare
unzip -q "$zip" 'java.base/*' -d "$shared"
find "$shared/java.base" -name '*.java' | sort >"$shared/files"
echo "$(wc -l <"$shared/files") files"
work() {
    "$JAVA" -Xmx2g -m jdk.compiler/com.sun.tools.javac.Main -nowarn -XDignore.symbol.file -Xlint:none -proc:none -implicit:none --system none \
        --module-source-path "$shared" -encoding ascii -d result "@$shared/files" 2>&1
    local code=$?
    find result -name '*.class' | wc -l
    return $code
}
compare
