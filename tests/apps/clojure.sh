#!/usr/bin/env bash
# Clojure evaluates a script: sequences, macros, protocols, multimethods, atoms, refs, agents, futures, Java interop.
. "$(dirname "$0")/common.sh"
jar=/usr/share/java/clojure.jar
need $jar clojure
prepare
cat >"$shared/script.clj" <<'EOF'
(ns script (:require [clojure.string :as str] [clojure.set :as set]))
(defn fib [n] (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(println (map fib (range 15)))
(println (reduce + (filter even? (map #(* % %) (range 1000)))))
(println (take 10 (iterate #(* 2 %) 1N)) (apply * (range 1N 30N)))
(defmacro unless [c & body] `(if ~c nil (do ~@body)))
(println (unless false :done) (macroexpand-1 '(unless a b)))
(defprotocol Shape (area [s]) (label [s]))
(defrecord Circle [r] Shape (area [_] (* 3 r r)) (label [_] "circle"))
(deftype Square [a] Shape (area [_] (* a a)) (label [_] "square"))
(doseq [s [(->Circle 2) (Square. 3)]] (println (label s) (area s)))
(println (assoc (->Circle 1) :color :red) (= (->Circle 1) (map->Circle {:r 1})))
(defmulti speak :kind)
(defmethod speak :dog [_] "woof")
(defmethod speak :default [x] (str "silent " (:kind x)))
(println (map speak [{:kind :dog} {:kind :fish}]))
(def counter (atom 0))
(let [fs (doall (for [i (range 4)] (future (dotimes [_ 100] (swap! counter inc)))))] (run! deref fs))
(println @counter)
(def a (ref 10)) (def b (ref 0))
(dosync (alter a - 3) (alter b + 3))
(println @a @b)
(def ag (agent [])) (doseq [i (range 5)] (send ag conj i)) (await ag) (println @ag)
(println (str/join "," (sort (str/split "the quick brown fox" #" "))) (set/union #{1 2} #{2}))
(println (let [{:keys [x y] :or {y 5}} {:x 1}] [x y]) (loop [i 0 s 0] (if (> i 100) s (recur (inc i) (+ s i)))))
(println (try (/ 1 0) (catch ArithmeticException e (.getMessage e)) (finally (println "finally"))))
(println (.toUpperCase "interop") (Math/abs -5) (vec (java.util.ArrayList. [1 2 3])) (String/format "%05d" (to-array [42])))
(println (into (sorted-map) (frequencies "mississippi")) (group-by odd? (range 6)))
(println (sort-by val > {:a 1 :b 3 :c 2}) (partition 2 (range 7)) (transduce (comp (map inc) (filter odd?)) + (range 10)))
(println (eval '(let [x 3] (* x x))) (read-string "{:a [1 2 #{3}]}") (format "%.3f" 1.5))
(defn tree [n] (when (pos? n) {:l (tree (dec n)) :r (tree (dec n))}))
(println (count (tree-seq map? #(filter some? (vals %)) (tree 8))))
(println (ex-data (try (throw (ex-info "bad" {:code 7})) (catch Exception e e))))
(shutdown-agents)
EOF
cat >"$shared/repl.clj" <<'EOF'
(+ 1 2)
(def x 5)
(* x x)
*1
(/ 1 0)
(map inc [1 2 3])
EOF
classpath=$jar:/usr/share/java/spec.alpha.jar:/usr/share/java/core.specs.alpha.jar
work() {
    "$JAVA" -cp $classpath clojure.main "$shared/script.clj" && "$JAVA" -cp $classpath clojure.main <"$shared/repl.clj"
}
compare
