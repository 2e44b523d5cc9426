// Exceptions in hot code: nested try and finally, order of handlers, rethrow, exceptions in handlers, across calls and locks.
// vm: -XX:-OmitStackTraceInFastThrow
public class ExceptionsHot {
    static class A extends Exception {
        final int code;

        A(int code) {
            super("a" + code);
            this.code = code;
        }
    }

    static class B extends A { B(int code) { super(code + 100); } }
    static class Light extends RuntimeException { Light() { super("light", null, false, false); } }
    static final Light LIGHT = new Light();

    static int raise(int k) throws A {
        switch (k % 11) {
            case 0: throw new A(k);
            case 1: throw new B(k);
            case 2: throw LIGHT;
            case 3: return 1 / (k - k);
            case 4: return ((String) null).length();
            case 5: return (new int[2])[k];
            case 6: return (Integer) (Object) "s";
            case 7: throw null;
            default: return k;
        }
    }

    static int[] one = new int[1];

    static int order(int k) {
        try {
            return raise(k);
        } catch (B e) {
            return e.code;
        } catch (A e) {
            return -e.code;
        } catch (Light e) {
            return 7;
        } catch (ArithmeticException | NullPointerException e) {
            return e instanceof ArithmeticException ? 8 : 9;
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName().length();
        }
    }

    static int finallies(int k, StringBuilder log) {
        int r = 0;
        try {
            try {
                r += raise(k);
                log.append('t');
            } finally {
                log.append('1');
                r += 10;
                if (k % 13 == 12) {
                    return r;
                }
            }
            r++;
        } catch (A e) {
            log.append('A');
            try {
                raise(k + 3);
            } catch (ArithmeticException x) {
                log.append('x');
                r += 100;
            } catch (Exception y) {
                log.append('y');
            } finally {
                log.append('2');
            }
        } catch (RuntimeException e) {
            log.append('R');
            if (k % 3 == 0) {
                throw e;
            }
        } finally {
            log.append('3');
            for (int i = 0; i < 3; i++) {
                try {
                    if (i == k % 5) {
                        break;
                    }
                    r += raise(k + i);
                } catch (Exception e) {
                    r -= i;
                    continue;
                } finally {
                    r += 1000;
                }
            }
        }
        return r;
    }

    static Object lock = new Object();
    static int held() { return (Thread.holdsLock(lock) ? 1 : 0) + (Thread.holdsLock(ExceptionsHot.class) ? 2 : 0); }

    static synchronized int locked(int k) throws A {
        synchronized (lock) {
            return raise(k) + held();
        }
    }

    static int deep(int n, int k) throws A {
        if (n == 0) {
            return raise(k);
        }
        if (n % 4 == 0) {
            try {
                return deep(n - 1, k) + 1;
            } catch (B e) {
                throw new A(e.code + n);
            } finally {
                depth++;
            }
        }
        return deep(n - 1, k) + 1;
    }

    static int depth;

    static int suppressed(int k) {
        class R implements AutoCloseable {
            public void close() throws A {
                if (k % 2 == 0) {
                    throw new A(k + 1);
                }
            }
        }
        try (R a = new R(); R b = new R()) {
            return raise(k);
        } catch (Exception e) {
            return e.getSuppressed().length * 10 + (e instanceof A a ? a.code : 1);
        }
    }

    static int loop(int n) {
        int r = 0;
        for (int i = 0; i < n; i++) {
            try {
                r += one[i & 1];
            } catch (ArrayIndexOutOfBoundsException e) {
                r += 2;
            }
            try {
                throw LIGHT;
            } catch (Light e) {
                r++;
            }
        }
        return r;
    }

    public static void main(String[] args) {
        long h = 0;
        for (int k = 0; k < 12_000; k++) {
            h = h * 31 + order(k);
            StringBuilder log = new StringBuilder();
            try {
                h = h * 31 + finallies(k, log);
            } catch (RuntimeException e) {
                h = h * 31 + 5;
            }
            h = h * 31 + log.toString().hashCode();
            try {
                h = h * 31 + locked(k);
            } catch (Exception e) {
                h = h * 31 + (e instanceof A a ? a.code : 2);
            }
            h = h * 31 + held();
            h = h * 31 + suppressed(k);
            if (k % 2000 == 0) {
                System.out.println(log + " " + h);
            }
        }
        for (int k = 0; k < 2_000; k++) {
            try {
                h = h * 31 + deep(k % 30, k);
            } catch (A e) {
                h = h * 31 + e.code;
            } catch (RuntimeException e) {
                h = h * 31 + 3;
            }
        }
        System.out.println(h + " " + depth + " " + loop(30_000));
    }
}
