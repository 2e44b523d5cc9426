import java.util.*;
import java.util.function.*;
import java.util.stream.*;

/** A short program of lambdas, method references, streams and string concatenation: what each of them costs for the first time. */
public class StreamStart {
    record City(String name, String country, int people) {}

    public static void main(String[] args) {
        List<City> cities = Stream.of("Graz,AT,300", "Linz,AT,210", "Wien,AT,1990", "Bonn,DE,330", "Kiel,DE,250", "Genf,CH,205", "Bern,CH,135", "Ulm,DE,128")
            .map(s -> s.split(","))
            .map(p -> new City(p[0], p[1], Integer.parseInt(p[2])))
            .collect(Collectors.toList());
        Map<String, Integer> byCountry = cities.stream().collect(Collectors.groupingBy(City::country, TreeMap::new, Collectors.summingInt(City::people)));
        byCountry.forEach((country, people) -> System.out.println(country + ": " + people + " thousand"));
        Function<City, String> label = c -> c.name() + " (" + c.country() + ")";
        System.out.println(cities.stream().sorted(Comparator.comparingInt(City::people).reversed()).limit(3).map(label).collect(Collectors.joining(", ")));
        IntPredicate prime = n -> n > 1 && IntStream.rangeClosed(2, (int) Math.sqrt(n)).noneMatch(d -> n % d == 0);
        System.out.println(IntStream.range(0, 1000).filter(prime).count() + " primes, last of them " + IntStream.range(0, 1000).filter(prime).max().getAsInt());
        Supplier<City> missing = () -> new City("nowhere", "-", 0);
        System.out.println(cities.stream().filter(c -> c.people() > 5000).findFirst().orElseGet(missing));
    }
}
