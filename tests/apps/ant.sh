#!/usr/bin/env bash
# Ant builds a small project: javac in process, jar, copy with filters, properties, java in a class loader, failure.
. "$(dirname "$0")/common.sh"
jar=/usr/share/java/ant.jar
need $jar ant
prepare
cat >"$shared/build.xml" <<'EOF'
<project name="demo" default="all" basedir=".">
  <property name="version" value="1.2"/>
  <target name="init"><mkdir dir="classes"/><echo>version ${version} of ${ant.project.name}</echo></target>
  <target name="compile" depends="init">
    <javac srcdir="src" destdir="classes" includeantruntime="false" release="17"/>
  </target>
  <target name="package" depends="compile">
    <jar destfile="demo.jar" basedir="classes"><manifest><attribute name="Main-Class" value="demo.Main"/></manifest></jar>
    <copy file="src/info.txt" tofile="result/info.txt"><filterset><filter token="VERSION" value="${version}"/></filterset></copy>
    <unzip src="demo.jar" dest="result/unzipped"><patternset includes="**/*.class"/></unzip>
  </target>
  <target name="run" depends="package"><java classname="demo.Main" classpath="demo.jar"><arg value="from ant"/></java></target>
  <target name="all" depends="run">
    <concat destfile="result/list.txt"><fileset dir="src" includes="**/*.java"/></concat>
    <checksum file="result/list.txt" property="sum"/><echo>sum ${sum}</echo>
    <replaceregexp file="result/info.txt" match="\d+" replace="N" flags="g"/>
    <condition property="ok"><and><available file="demo.jar"/><isset property="sum"/></and></condition>
    <echo>ok is ${ok}</echo>
  </target>
  <target name="fails"><fail message="as it should"/></target>
</project>
EOF
mkdir -p "$shared/src/demo"
echo 'version @VERSION@ of 2026' >"$shared/src/info.txt"
cat >"$shared/src/demo/Main.java" <<'EOF'
package demo;
public class Main { public static void main(String[] a) { System.out.println(new Part(a[0])); } }
EOF
cat >"$shared/src/demo/Part.java" <<'EOF'
package demo;
record Part(String name) { }
EOF
work() {
    cp -r "$shared"/. . || return 9
    local ant=("$JAVA" -cp /usr/share/java/ant-launcher.jar -Dant.home=/usr/share/ant org.apache.tools.ant.launch.Launcher -nouserlib -noinput)
    "${ant[@]}" | grep -v '^Total time'
    "${ant[@]}" -q fails | grep -v '^Total time'
    return "${PIPESTATUS[0]}"
}
EXPECT=1
compare
