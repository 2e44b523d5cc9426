#!/usr/bin/env bash
# Maven, offline with Debian's repository, builds a project of two modules: resources with filters, compiler, JUnit 4 tests in a forked JVM, jar, install; then one with a failing test.
. "$(dirname "$0")/common.sh"
need /usr/share/maven/boot/plexus-classworlds-2.x.jar maven
for plugin in resources compiler jar install surefire; do need /usr/share/maven-repo/org/apache/maven/plugins/maven-$plugin-plugin libmaven-$plugin-plugin-java; done
prepare
mkdir -p "$shared"/{core,app}/src/{main,test}/java/demo "$shared/core/src/main/resources"
version() { # GROUP ARTIFACT: the newest version in Debian's repository
    find "/usr/share/maven-repo/$(tr . / <<<"$1")/$2" -mindepth 1 -maxdepth 1 -name '[0-9]*' -printf '%f\n' | sort -V | tail -n 1
}
plugins=
for plugin in resources compiler jar install surefire; do
    plugins+="<plugin><groupId>org.apache.maven.plugins</groupId><artifactId>maven-$plugin-plugin</artifactId><version>$(version org.apache.maven.plugins maven-$plugin-plugin)</version></plugin>"
done
cat >"$shared/pom.xml" <<EOF
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>demo</groupId><artifactId>parent</artifactId><version>1.0</version><packaging>pom</packaging>
  <modules><module>app</module><module>core</module></modules>
  <properties><maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
    <project.build.outputTimestamp>2026-01-01T00:00:00Z</project.build.outputTimestamp></properties>
  <dependencies><dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.x</version><scope>test</scope></dependency></dependencies>
  <build><pluginManagement><plugins>$plugins</plugins></pluginManagement></build>
</project>
EOF
for module in core app; do
    dependency=
    [ $module = core ] || dependency='<dependencies><dependency><groupId>demo</groupId><artifactId>core</artifactId><version>1.0</version></dependency></dependencies>'
    resources=
    [ $module = app ] || resources='<build><resources><resource><directory>src/main/resources</directory><filtering>true</filtering></resource></resources></build>'
    cat >"$shared/$module/pom.xml" <<EOF
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <parent><groupId>demo</groupId><artifactId>parent</artifactId><version>1.0</version></parent><artifactId>$module</artifactId>$dependency$resources
</project>
EOF
done
# shellcheck disable=SC2016
echo 'name=${project.artifactId} ${project.version}' >"$shared/core/src/main/resources/core.properties"
cat >"$shared/core/src/main/java/demo/Core.java" <<'EOF'
package demo;
public record Core(String name) {
    public static Core load() throws java.io.IOException {
        var p = new java.util.Properties();
        try (var in = Core.class.getResourceAsStream("/core.properties")) { p.load(in); }
        return new Core(p.getProperty("name"));
    }
}
EOF
cat >"$shared/core/src/test/java/demo/CoreTest.java" <<'EOF'
package demo;
import static org.junit.Assert.*;
import org.junit.*;
public class CoreTest {
    @Rule public org.junit.rules.TemporaryFolder folder = new org.junit.rules.TemporaryFolder();
    @Test public void loads() throws Exception { assertEquals(new Core("core 1.0"), Core.load()); }
    @Test(expected = ArithmeticException.class) public void divides() { System.out.println(1 / (folder.getRoot().list().length)); }
    @Test @Ignore("later") public void later() { fail(); }
}
EOF
cat >"$shared/app/src/main/java/demo/App.java" <<'EOF'
package demo;
public class App { public static void main(String[] args) throws Exception { System.out.println("app of " + Core.load()); } }
EOF
cat >"$shared/app/src/test/java/demo/AppTest.java" <<'EOF'
package demo;
import org.junit.*;
public class AppTest {
    @Test public void runs() throws Exception { App.main(new String[0]); }
    @Test public void fails() { Assert.assertEquals("as asked", System.getProperty("ask", "good"), "good"); }
}
EOF
work() {
    cp -r "$shared"/. .
    # Surefire forks the JVM that it is told of.
    local mvn=("$JAVA" -classpath /usr/share/maven/boot/plexus-classworlds-2.x.jar -Dclassworlds.conf=/usr/share/maven/bin/m2.conf -Dmaven.home=/usr/share/maven -Dlibrary.jansi.mode=strip
        "-Dmaven.multiModuleProjectDirectory=$PWD" org.codehaus.plexus.classworlds.launcher.Launcher -B -o "-Dmaven.repo.local=$PWD/repository" "-Djvm=$PWD/jvm/bin/java")
    mkdir -p repository jvm/bin
    ln -s "$JAVA" jvm/bin/java
    cp -rsL /usr/share/maven-repo/. repository/
    "${mvn[@]}" install 2>&1 | grep -v -E 'Total time|Finished at' | sed -E 's/\[ *[0-9.:]* (s|min)\]//; s/, Time elapsed: [0-9.]* s//'
    [ "${PIPESTATUS[0]}" = 0 ] || return 9
    local m
    for m in core app; do (mkdir "result/$m" && cd "result/$m" && unzip -q "../../$m/target/$m-1.0.jar" && rm -rf META-INF/maven/demo/*/pom.properties); done
    "$JAVA" -cp app/target/app-1.0.jar:core/target/core-1.0.jar demo.App || return 9
    "${mvn[@]}" -q -DargLine=-Dask=bad verify 2>&1 | sed -E 's/,? *Time elapsed: [0-9.]* s//'
    return "${PIPESTATUS[0]}"
}
EXPECT=1
compare
