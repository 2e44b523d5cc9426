#!/usr/bin/env bash
# Kotlin's compiler compiles a program, which runs; an error is reported.
. "$(dirname "$0")/common.sh"
jars=/usr/share/java
need /usr/bin/kotlinc kotlin
prepare
cat >"$shared/main.kt" <<'EOF'
package demo
import java.util.TreeMap

sealed class Shape { abstract val area: Double }
data class Circle(val r: Double) : Shape() { override val area get() = Math.PI * r * r }
data class Rect(val w: Double, val h: Double = 1.0) : Shape() { override val area get() = w * h }
object Nothing1 : Shape() { override val area = 0.0 }
enum class Unit1(val f: Double) { MM(0.001), CM(0.01) { override fun label() = "centi" }; open fun label() = name.toLowerCase() }
interface Greets { val who: String; fun greet() = "hello $who" }
class Person(override val who: String) : Greets, Comparable<Person> { override fun compareTo(other: Person) = who.compareTo(other.who) }
class Delegating(g: Greets) : Greets by g
inline fun <reified T> count(all: List<Any?>) = all.count { it is T }
fun <T : Comparable<T>> List<T>.largest(): T? = if (isEmpty()) null else reduce { a, b -> if (a > b) a else b }
tailrec fun gcd(a: Int, b: Int): Int = if (b == 0) a else gcd(b, a % b)
operator fun Circle.plus(o: Circle) = Circle(r + o.r)
infix fun Int.pow(n: Int): Long = (1..n).fold(1L) { p, _ -> p * this }
fun name(s: Shape) = when (s) { is Circle -> "circle ${s.r}"; is Rect -> "rect"; Nothing1 -> "nothing" }
fun numbers() = sequence { var a = 0; var b = 1; while (true) { yield(a); val t = a + b; a = b; b = t } }
class Lazy { val once by lazy { println("computed"); 42 }; lateinit var late: String }
fun main(args: Array<String>) {
    val shapes = listOf(Circle(1.0), Rect(2.0, 3.0), Rect(4.0), Nothing1)
    println(shapes.map(::name)); println("%.3f".format(shapes.sumByDouble { it.area })); println(shapes[1].let { (it as Rect).copy(h = 5.0) })
    println(Unit1.values().joinToString { it.label() + it.f }); println(listOf(Person("b"), Person("c"), Person("a")).largest()?.who)
    println(Delegating(Person("you")).greet()); println(count<String>(listOf("a", 1, null, "b"))); println(gcd(1071, 462)); println(Circle(1.0) + Circle(2.0)); println(3 pow 20)
    println(numbers().filter { it % 2 == 0 }.take(10).toList())
    val words = "the quick brown fox jumps over the lazy dog the end".split(' ').groupingBy { it }.eachCount().toMap(TreeMap()); println(words)
    val l = Lazy(); println(l.once + l.once); try { l.late } catch (e: UninitializedPropertyAccessException) { println(e.message) }
    var total = 0; loop@ for (i in 1..10 step 3) { for (j in i downTo 1) { if (j == 4) continue@loop; total += i * j } }; println(total)
    val text: String? = null; println(text?.length ?: -1); try { text!!.length } catch (e: KotlinNullPointerException) { println("null") }
    val (a, b) = Pair("x", 2).run { second to first }; println("$a$b"); println(with(StringBuilder()) { append(1).append(args.size); toString() })
    println((1..1000).asSequence().map { it * it }.filter { it % 3 == 1 }.sum()); println("abc".mapIndexed { i, c -> c + i }.joinToString(""))
}
EOF
echo 'fun main() { val x: Int = "text"; println(y) }' >"$shared/wrong.kt"
work() {
    export JAVACMD=$JAVA
    kotlinc -d result "$shared/main.kt" 2>&1 | grep -v 'VM warning' && return 9
    "$JAVA" -cp "result:$jars/kotlin-stdlib.jar" demo.MainKt a b || return 9
    (cd "$shared" && kotlinc -d "$OLDPWD/wrong" wrong.kt 2>&1 | grep -v 'VM warning'; exit "${PIPESTATUS[0]}")
}
EXPECT=1
compare
