import clojure.java.api.Clojure;
import clojure.lang.IFn;

/** Clojure: reads, compiles and runs a program on its collections. */
public class AppClojure {
    static final String PROGRAM = """
        (defn fib [n] (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
        (defn primes [n] (loop [xs (range 2 n) out []] (if-let [p (first xs)] (recur (doall (remove #(zero? (rem % p)) xs)) (conj out p)) out)))
        (defprotocol Shape (area [s]))
        (defrecord Sq [a] Shape (area [_] (* a a)))
        (defrecord Rect [a b] Shape (area [_] (* a b)))
        (let [m (reduce (fn [m i] (update m (mod i 97) (fnil conj []) i)) {} (range 20000))
              s (reduce + (map count (vals m)))
              words (frequencies (map #(str "w" (mod (* % 7919) 101)) (range 10000)))
              shapes (map #(if (even? %) (->Sq %) (->Rect % 2)) (range 5000))
              t (transduce (comp (map inc) (filter odd?) (take 3000)) + (range 100000))]
          (str (fib 20) "/" (count (primes 700)) "/" s "/" (reduce + (vals words)) "/" (reduce + (map area shapes)) "/" t "/"
               (hash (into (sorted-map) words)) "/" (apply str (take 20 (map char (sort (seq "clojure benchmark")))))))
        """;

    public static Object run() {
        IFn load = Clojure.var("clojure.core", "load-string");
        return load.invoke("(ns bench)\n" + PROGRAM).toString();
    }
}
