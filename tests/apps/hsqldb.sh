#!/usr/bin/env bash
# HSQLDB through JDBC, in memory and in a file.
. "$(dirname "$0")/common.sh"
jar=/usr/share/java/hsqldb.jar
need $jar libhsqldb-java
prepare
javac -d "$shared" "$here/Jdbc.java"
work() {
    "$JAVA" -cp "$shared:$jar" Jdbc jdbc:hsqldb:mem:test && "$JAVA" -cp "$shared:$jar" Jdbc "jdbc:hsqldb:file:db;shutdown=true"
}
compare
