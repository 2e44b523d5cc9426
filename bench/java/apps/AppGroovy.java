import groovy.lang.Binding;
import groovy.lang.GroovyShell;

/** Groovy: a script is compiled and run: dynamic calls, closures, classes, builders, categories. */
public class AppGroovy {
    static final String SCRIPT = """
        class Account {
            String owner
            BigDecimal balance = 0
            List<Map> log = []
            def plus(amount) { balance += amount; log << [kind: amount < 0 ? 'out' : 'in', amount: amount]; this }
            def methodMissing(String name, args) { "$owner cannot $name".toString() }
        }
        trait Named { String title() { "${this.class.simpleName}:${name}" } }
        class Thing implements Named, Comparable<Thing> { String name; int weight; int compareTo(Thing o) { weight <=> o.weight } }

        def random = new Random(seed)
        def accounts = ['ann', 'bob', 'eve'].collect { new Account(owner: it) }
        3000.times { i -> accounts[i % 3] + ((random.nextInt(2000) - 900) / 4) }
        def totals = accounts.collectEntries { [it.owner, it.log.groupBy { it.kind }.collectEntries { k, v -> [k, v.sum { it.amount }] }] }
        def things = (1..400).collect { new Thing(name: "t${it % 37}", weight: (it * 7919) % 101) }
        def words = things.sort().groupBy { it.title() }.findAll { k, v -> v.size() > 10 }.collect { k, v -> "$k=${v*.weight.sum()}" }.sort()
        def fib
        fib = { n -> n < 2 ? n : fib(n - 1) + fib(n - 2) }
        def text = new StringBuilder()
        [1, 2.5, 'x', null, [1, 2], [a: 1]].each { o ->
            switch (o) {
                case Integer: text << 'i'; break
                case BigDecimal: text << 'd'; break
                case ~/x+/: text << 'x'; break
                case List: text << 'l' << o.inject { a, b -> a + b }; break
                case null: text << 'n'; break
                default: text << 'o'
            }
        }
        @groovy.transform.CompileStatic
        long fast(int n) { long s = 0; for (int i = 0; i < n; i++) { s += i % 7 * i }; s }
        def primes = (2..600).findAll { n -> (2..Math.sqrt(n)).every { n == it || n % it != 0 } || n == 2 }
        def writer = new StringWriter()
        new groovy.xml.MarkupBuilder(writer).list { things.take(20).each { t -> item(id: t.weight, t.name) } }
        def xml = new XmlSlurper().parseText(writer.toString())
        "$totals ${words.size()} ${words[3]} ${fib(15)} $text ${fast(100000)} ${primes.size()} ${xml.item.findAll { it.@id.text().toInteger() > 1 }.size()} ${accounts[0].fly(1)} ${'abc'.tr('a-c', 'x-z')}".toString()
        """;

    public static Object run() {
        Binding binding = new Binding();
        binding.setVariable("seed", 42L);
        return new GroovyShell(binding).evaluate(SCRIPT, "Bench.groovy");
    }
}
