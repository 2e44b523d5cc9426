// Streams: sequential and parallel, collectors, flat maps, infinite, primitive.
import java.util.*;
import java.util.function.Function;
import java.util.stream.*;

public class StreamsTest {
    static void say(Object o) {
        System.out.println(o);
    }

    record Person(String name, int age, String city) {
    }

    public static void main(String[] args) {
        List<Person> people = List.of(new Person("Ann", 30, "Rome"), new Person("Bob", 25, "Oslo"),
            new Person("Cid", 35, "Rome"), new Person("Dan", 25, "Bern"), new Person("Eve", 41, "Oslo"));
        say(people.stream().map(Person::name).collect(Collectors.joining(", ", "[", "]")));
        say(people.stream().collect(Collectors.groupingBy(Person::city, TreeMap::new,
            Collectors.averagingInt(Person::age))));
        say(people.stream().sorted(Comparator.comparingInt(Person::age).thenComparing(Person::name,
            Comparator.reverseOrder())).map(Person::name).toList());
        say(new TreeMap<>(people.stream().collect(Collectors.partitioningBy(p -> p.age() > 28,
            Collectors.mapping(Person::name, Collectors.toList())))));
        say(people.stream().collect(Collectors.toMap(Person::city, Person::age, Integer::sum, TreeMap::new)));
        try {
            people.stream().collect(Collectors.toMap(Person::city, Person::age));
        } catch (IllegalStateException e) {
            say(e.getMessage());
        }
        say(IntStream.rangeClosed(1, 5).mapToObj(i -> "x".repeat(i)).toList());
        say(Stream.iterate(1, x -> x * 2).limit(12).reduce(0, Integer::sum));
        say(Stream.iterate(1, x -> x < 500, x -> x * 3).map(String::valueOf).collect(Collectors.joining("<")));
        say(Stream.of("a b", "c d e").flatMap(s -> Arrays.stream(s.split(" "))).toList());
        say(Stream.of(5, 3, 5, 1, 3).distinct().sorted().skip(1).peek(x -> System.out.print("<" + x + ">")).count());
        say(IntStream.range(0, 1000).filter(i -> i % 7 == 0).summaryStatistics());
        say(DoubleStream.of(1, 2, 3.5).map(Math::sqrt).sum());
        say(LongStream.range(0, 100_000).parallel().map(x -> x * x).filter(x -> x % 3 == 1).sum());
        say(IntStream.range(0, 5000).parallel().boxed().map(i -> i % 10).collect(
            Collectors.groupingByConcurrent(Function.identity(), Collectors.counting())).get(3));
        say(Arrays.toString(IntStream.range(0, 20).parallel().map(i -> i * i).toArray()));
        say(Stream.of("q", "w", "e").parallel().collect(StringBuilder::new, StringBuilder::append, StringBuilder::append));
        say(Stream.of(1, 2, 3, 4, 5, 6).takeWhile(x -> x < 4).toList() + "" + Stream.of(1, 2, 3, 4, 1).dropWhile(x -> x < 4).toList());
        say(Stream.of(1, 2, 3).anyMatch(x -> x > 2) + " " + Stream.of(1, 2, 3).allMatch(x -> x > 2) + " "
            + Stream.of(1, 2, 3).noneMatch(x -> x > 5) + " " + Stream.empty().findAny().isPresent() + " " + IntStream.empty().max());
        say(people.stream().collect(Collectors.teeing(Collectors.counting(), Collectors.summingInt(Person::age), (c, s) -> s + "/" + c)));
        say(Stream.of(1, 2, 3).<String>mapMulti((x, sink) -> {
            for (int i = 0; i < x; i++) {
                sink.accept(x + "." + i);
            }
        }).toList());
        Iterator<Integer> it = Stream.of(7, 8).iterator();
        say(it.next() + it.next());
        Stream<String> used = Stream.of("once");
        used.count();
        try {
            used.count();
        } catch (IllegalStateException e) {
            say(e.getMessage());
        }
        say(new Random(42).ints(5, 0, 100).boxed().toList());
        say("hello".chars().mapToObj(c -> (char) c).collect(Collectors.toCollection(TreeSet::new)));
        Spliterator<Integer> sp = List.of(1, 2, 3, 4).spliterator();
        Spliterator<Integer> half = sp.trySplit();
        half.forEachRemaining(x -> System.out.print(x));
        say(" " + sp.estimateSize() + " " + sp.hasCharacteristics(Spliterator.SIZED));
    }
}
