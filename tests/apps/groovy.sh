#!/usr/bin/env bash
# Groovy runs a script: closures, lists and maps, classes, traits, builders, regular expressions, metaprogramming.
. "$(dirname "$0")/common.sh"
jar=/usr/share/java/groovy-all.jar
need $jar groovy
prepare
cat >"$shared/script.groovy" <<'EOF'
def squares = (1..10).collect { it * it }
println squares
println squares.findAll { it % 2 == 0 }.sum()
def map = [a: 1, b: [2, 3], c: [x: 'y']]
println "${map.b[1]} ${map.c.x} ${map.keySet().join('-')}"
class Person { String name; int age; String toString() { "$name ($age)" } }
def people = [new Person(name: 'Ann', age: 30), new Person(name: 'Bob', age: 20)]
println people.sort { it.age }*.name
println people.groupBy { it.age > 25 }
trait Flies { String fly() { "${getClass().simpleName} flies" } }
class Bird implements Flies {}
println new Bird().fly()
def fact
fact = { n -> n <= 1 ? 1G : n * fact(n - 1) }
println fact(25)
println 'the quick brown'.split(' ').collect { it.capitalize() }.join(' ')
def m = 'key=value; other=thing' =~ /(\w+)=(\w+)/
while (m.find()) println "${m.group(1)} -> ${m.group(2)}"
String.metaClass.shout = { -> delegate.toUpperCase() + '!' }
println 'hello'.shout()
def add = { a, b -> a + b }
println add.curry(5)(6)
println([3, 1, 2].sort().reverse() + [*1..3])
def writer = new StringWriter()
new groovy.xml.MarkupBuilder(writer).books { book(id: 1) { title('One') } }
println writer
try { null.foo() } catch (NullPointerException e) { println e.message }
try { new Bird().swim() } catch (MissingMethodException e) { println e.method }
println evaluate('1 + 2 * 3')
switch (5) { case 1..4: println 'low'; break; case { it > 4 }: println 'high' }
println new groovy.json.JsonSlurper().parseText('{"a": [1, 2.5, null, true]}')
println groovy.json.JsonOutput.toJson([x: 1, y: ['z']])
println((0..<5).inject(0) { s, x -> s + x } + ' ' + 10.5.class.simpleName + ' ' + (7 <=> 3) + ' ' + (null ?: 'elvis'))
@groovy.transform.CompileStatic
int loop(int n) { int s = 0; for (int i = 0; i < n; i++) { s += i }; s }
println loop(1000)
EOF
work() {
    # Plain options of a Groovy 2.4 on a modular JDK: it reflects over the library's classes.
    "$JAVA" --add-opens java.base/java.lang=ALL-UNNAMED --add-opens java.base/java.util=ALL-UNNAMED -cp $jar groovy.ui.GroovyMain "$shared/script.groovy"
}
compare
