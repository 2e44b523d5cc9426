#!/usr/bin/env bash
# javac compiles java.util of the class library (more than 300 files); the class files must be equal.
. "$(dirname "$0")/common.sh"
zip=$home/lib/src.zip
[ -e "$zip" ] || zip=$root/target/apps-sources/src.zip
need "$zip" openjdk-17-source
prepare
unzip -q "$zip" 'java.base/java/util/*' -d "$shared"
# Sources of another update than the JDK's: java.util.jar goes with internals outside the folder.
rm -rf "$shared/java.base/java/util/jar"
find "$shared/java.base/java/util" -name '*.java' | sort >"$shared/files"
echo "$(wc -l <"$shared/files") files"
work() {
    "$JAVA" -Xmx2g -m jdk.compiler/com.sun.tools.javac.Main -nowarn -XDignore.symbol.file -Xlint:none -proc:none \
        --patch-module "java.base=$shared/java.base" -d result "@$shared/files" 2>&1
    local code=$?
    find result -name '*.class' | wc -l
    return $code
}
compare
