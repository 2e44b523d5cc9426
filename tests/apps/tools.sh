#!/usr/bin/env bash
# jar and javap, a class, -jar, -m, an exploded module path, source launcher mode and jlink's list of modules.
. "$(dirname "$0")/common.sh"
prepare
mkdir -p "$shared/src/app/app/api"
cat >"$shared/src/app/module-info.java" <<'EOF'
module app { exports app.api; requires java.logging; uses java.util.function.Supplier; provides java.util.function.Supplier with app.Main; }
EOF
cat >"$shared/src/app/app/Main.java" <<'EOF'
package app;
import java.util.ServiceLoader;
import java.util.function.Supplier;
public class Main implements Supplier<String> {
    public String get() { return "service"; }
    public static void main(String[] args) {
        System.out.println(Main.class.getModule().getName() + " " + String.join(",", args));
        for (Supplier<?> s : ServiceLoader.load(Supplier.class)) { System.out.println(s.get()); }
        System.out.println(Main.class.getResource("Main.class") != null);
        if (Main.class.getModule().isNamed()) System.out.println(Main.class.getModule().getDescriptor().requires().stream().map(Object::toString).sorted().toList());
    }
}
EOF
echo 'package app.api; public interface Api { int VALUE = 3; default void m() throws java.io.IOException { } }' >"$shared/src/app/app/api/Api.java"
javac -d "$shared/mods/app" $(find "$shared/src/app" -name '*.java')
cat >"$shared/Single.java" <<'EOF'
import java.util.*;
public class Single {
    sealed interface S permits A, B { }
    record A(int x) implements S { }
    record B(String y) implements S { }
    public static void main(String[] args) { System.out.println(new A(1) + " " + new B("b") + " " + Arrays.toString(args)); System.exit(args.length); }
}
EOF
work() {
    local tool=("$JAVA" -m jdk.jartool/sun.tools.jar.Main)
    "${tool[@]}" --create --date 2020-01-01T00:00:00Z --file result/app.jar --main-class app.Main -C "$shared/mods/app" . || return 1
    "${tool[@]}" tf result/app.jar || return 2
    "${tool[@]}" --describe-module --file result/app.jar | sort | sed "s#file:.*/result#file:result#" || return 3
    mkdir x && (cd x && "${tool[@]}" xf ../result/app.jar && find . -type f | sort) || return 4
    "$JAVA" -m jdk.jdeps/com.sun.tools.javap.Main -c -v -p -cp x app.Main app.api.Api | grep -v 'Last modified\|Classfile' || return 5
    "$JAVA" -jar result/app.jar one two || return 6
    "$JAVA" -p result/app.jar -m app/app.Main a b || return 7
    "$JAVA" -p "$shared/mods" -m app/app.Main c || return 8
    "$JAVA" -cp x app.Main d || return 9
    "$JAVA" --list-modules | sed 's/@.*//' || return 10
    "$JAVA" --describe-module java.sql | sort || return 11
    "$JAVA" -p result/app.jar --validate-modules 2>&1 | tail -n 1
    "$JAVA" -cp nowhere app.Main 2>&1
    "$JAVA" "$shared/Single.java" x y z
}
EXPECT=3
compare
