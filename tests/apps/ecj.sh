#!/usr/bin/env bash
# Eclipse's compiler compiles the kernels of bench/java and some test programs; the class files must be equal.
. "$(dirname "$0")/common.sh"
jar=/usr/share/java/eclipse-jdt-core.jar
need $jar ecj
work() {
    "$JAVA" -cp $jar org.eclipse.jdt.internal.compiler.batch.Main -17 -proc:none -g -nowarn --system "$home" -d result \
        "$root"/bench/java/*.java &&
        "$JAVA" -cp $jar org.eclipse.jdt.internal.compiler.batch.Main -17 -proc:none --system "$home" -d result/tests \
            "$root"/tests/java/calls/{Diamond,Interfaces,Nestmates}.java "$root"/tests/java/invoke/Lambdas.java 2>&1
}
prepare
compare
