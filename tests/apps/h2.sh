#!/usr/bin/env bash
# H2 through JDBC, in memory and in a file.
. "$(dirname "$0")/common.sh"
jar=/usr/share/java/h2.jar
need $jar libh2-java
prepare
javac -d "$shared" "$here/Jdbc.java"
work() {
    "$JAVA" -cp "$shared:$jar" Jdbc jdbc:h2:mem:test && "$JAVA" -cp "$shared:$jar" Jdbc "jdbc:h2:./db"
}
compare
