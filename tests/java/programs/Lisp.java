// A small Lisp: reader, evaluator with closures and tail calls by a loop, and programs in it.
import java.util.*;
import java.util.function.Function;

public class Lisp {
    record Symbol(String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Lambda(List<Symbol> params, Object body, Env env) { }

    interface Builtin extends Function<List<Object>, Object> { }

    static final class Env {
        final Map<Symbol, Object> vars = new HashMap<>();
        final Env outer;

        Env(Env outer) {
            this.outer = outer;
        }

        Object get(Symbol s) {
            for (Env e = this; e != null; e = e.outer) {
                Object v = e.vars.get(s);
                if (v != null) {
                    return v;
                }
            }
            throw new NoSuchElementException("unbound " + s);
        }
    }

    static final class Reader {
        final StringTokenizer tokens;

        Reader(String text) {
            tokens = new StringTokenizer(text, "() \n", true);
        }

        String token() {
            String t;
            do {
                t = tokens.nextToken();
            } while (t.isBlank());
            return t;
        }

        Object read(String t) {
            if (t.equals("(")) {
                List<Object> list = new ArrayList<>();
                for (String n = token(); !n.equals(")"); n = token()) {
                    list.add(read(n));
                }
                return list;
            }
            try {
                return Long.parseLong(t);
            } catch (NumberFormatException e) {
                return new Symbol(t);
            }
        }

        List<Object> all() {
            List<Object> forms = new ArrayList<>();
            while (tokens.hasMoreTokens()) {
                String t = tokens.nextToken();
                if (!t.isBlank()) {
                    forms.add(read(t));
                }
            }
            return forms;
        }
    }

    static boolean truth(Object o) {
        return o != Boolean.FALSE;
    }

    static Object eval(Object x, Env env) {
        while (true) {
            if (x instanceof Symbol s) {
                return env.get(s);
            }
            if (!(x instanceof List<?> l)) {
                return x;
            }
            if (l.get(0) instanceof Symbol s) {
                switch (s.name()) {
                    case "quote":
                        return l.get(1);
                    case "if":
                        x = truth(eval(l.get(1), env)) ? l.get(2) : l.get(3);
                        continue;
                    case "define":
                        env.vars.put((Symbol) l.get(1), eval(l.get(2), env));
                        return l.get(1);
                    case "lambda":
                        List<Symbol> params = new ArrayList<>();
                        for (Object p : (List<?>) l.get(1)) {
                            params.add((Symbol) p);
                        }
                        return new Lambda(params, l.get(2), env);
                    case "begin":
                        for (int i = 1; i < l.size() - 1; i++) {
                            eval(l.get(i), env);
                        }
                        x = l.get(l.size() - 1);
                        continue;
                    default:
                }
            }
            Object f = eval(l.get(0), env);
            List<Object> args = new ArrayList<>();
            for (int i = 1; i < l.size(); i++) {
                args.add(eval(l.get(i), env));
            }
            if (f instanceof Builtin b) {
                return b.apply(args);
            }
            Lambda lam = (Lambda) f;
            env = new Env(lam.env());
            for (int i = 0; i < args.size(); i++) {
                env.vars.put(lam.params().get(i), args.get(i));
            }
            x = lam.body();
        }
    }

    static void builtin(Env e, String name, Builtin b) {
        e.vars.put(new Symbol(name), b);
    }

    static long n(List<Object> a, int i) {
        return (Long) a.get(i);
    }

    public static void main(String[] args) {
        Env g = new Env(null);
        builtin(g, "+", a -> n(a, 0) + n(a, 1));
        builtin(g, "-", a -> n(a, 0) - n(a, 1));
        builtin(g, "*", a -> n(a, 0) * n(a, 1));
        builtin(g, "<", a -> n(a, 0) < n(a, 1));
        builtin(g, "=", a -> a.get(0).equals(a.get(1)));
        builtin(g, "cons", a -> {
            List<Object> l = new LinkedList<>((List<?>) a.get(1));
            l.add(0, a.get(0));
            return l;
        });
        builtin(g, "car", a -> ((List<?>) a.get(0)).get(0));
        builtin(g, "cdr", a -> new ArrayList<>(((List<?>) a.get(0)).subList(1, ((List<?>) a.get(0)).size())));
        builtin(g, "null?", a -> ((List<?>) a.get(0)).isEmpty());
        builtin(g, "print", a -> {
            System.out.println(a.get(0));
            return a.get(0);
        });
        String program = """
            (define fact (lambda (n) (if (< n 2) 1 (* n (fact (- n 1))))))
            (print (fact 20))
            (define loop (lambda (i acc) (if (= i 0) acc (loop (- i 1) (+ acc i)))))
            (print (loop 20000 0))
            (define map (lambda (f l) (if (null? l) l (cons (f (car l)) (map f (cdr l))))))
            (print (map (lambda (x) (* x x)) (quote (1 2 3 4 5))))
            (define make (lambda (k) (lambda (x) (+ x k))))
            (print ((make 10) 5))
            (define fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))
            (print (fib 16))
            (print (quote (a (b c) 7)))
            (print unknown)
            """;
        try {
            for (Object form : new Reader(program).all()) {
                eval(form, g);
            }
        } catch (NoSuchElementException e) {
            System.out.println(e.getMessage());
        }
    }
}
