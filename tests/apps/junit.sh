#!/usr/bin/env bash
# JUnit's console runner runs the public tests of Commons Collections (70,000) on the sources of Debian's package.
#   TESTS=regex   only the test classes whose whole name the expression matches, for example TESTS='.*bag.*Test'
. "$(dirname "$0")/common.sh"
jars=/usr/share/java
sources=$root/target/apps-sources/commons-collections4
need $jars/junit-platform-console.jar junit5
need $jars/easymock.jar libeasymock-java
need "$sources/src" 'the sources of libcommons-collections4-java'
prepare
path=$(printf "$jars/%s.jar:" junit-platform-{console,launcher,engine,commons,reporting} junit-vintage-engine junit-jupiter-{engine,api,params} \
    opentest4j opentest4j-reporting-{events,schema} apiguardian-api picocli univocity-parsers junit4 hamcrest easymock objenesis cglib asm commons-lang3)
mkdir "$shared"/{main,test,jar}
find "$sources/src/main" -name '*.java' >"$shared/main.files"
find "$sources/src/test" -name '*.java' >"$shared/test.files"
javac -nowarn -Xlint:none --release 8 -encoding iso-8859-1 -d "$shared/main" "@$shared/main.files" 2>/dev/null &&
    javac -nowarn -Xlint:none --release 8 -encoding iso-8859-1 -cp "$shared/main:$path" -d "$shared/test" "@$shared/test.files" 2>/dev/null || exit 3
(cd "$shared/test" && jar cf "$shared/jar/tests.jar" .)
work() {
    # The tests read files of the sources.
    ln -s "$sources/src" src
    "$JAVA" -Xmx1g -cp "$shared/main:$shared/jar/tests.jar:$path" org.junit.platform.console.ConsoleLauncher --scan-class-path "$shared/jar/tests.jar" \
        ${TESTS:+--include-classname="$TESTS"} --details=summary --disable-ansi-colors --disable-banner 2>&1 | sed -E 's/after [0-9]+ ms/after N ms/'
    return "${PIPESTATUS[0]}"
}
# Four classes which only help others to test don't count as test cases for JUnit 4, which says so.
[ -n "${TESTS:-}" ] || EXPECT=1
compare
