// Inner, local and anonymous classes: captured values, outer instances, inheritance, shadowing.
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

public class InnerClasses {
    private int x = 1;

    class A {
        int x = 2;

        class B {
            int x = 3;

            String all(int x) {
                return x + " " + this.x + " " + A.this.x + " " + InnerClasses.this.x;
            }
        }
    }

    class C extends A {
        C() {
            this.x = 20;
        }
    }

    static class D extends InnerClasses.A {
        D(InnerClasses o) {
            o.super();
        }
    }

    interface Counter {
        int next();
    }

    static List<Counter> counters(int start, final String label) {
        List<Counter> list = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int step = i;
            class Local implements Counter {
                int value = start;

                public int next() {
                    return value += step + label.length();
                }
            }
            list.add(new Local());
            list.add(new Counter() {
                int n = new Local().next();

                public int next() {
                    return n++ * 100 + step;
                }
            });
        }
        return list;
    }

    static class Range implements Iterable<Integer> {
        final int lo, hi;

        Range(int lo, int hi) {
            this.lo = lo;
            this.hi = hi;
        }

        public Iterator<Integer> iterator() {
            return new Iterator<>() {
                int at = lo;

                public boolean hasNext() {
                    return at < hi;
                }

                public Integer next() {
                    return at++;
                }
            };
        }
    }

    abstract static class Shape {
        final String desc;

        Shape() {
            desc = describe();
        }

        abstract String describe();
    }

    static Shape make(String captured) {
        return new Shape() {
            String own = "own";

            String describe() {
                return captured + own;
            }
        };
    }

    int mutate() {
        Runnable r = () -> {
            x++;
            new Runnable() {
                public void run() {
                    x *= 10;
                }
            }.run();
        };
        r.run();
        r.run();
        return x;
    }

    public static void main(String[] args) {
        InnerClasses o = new InnerClasses();
        System.out.println(o.new A().new B().all(4));
        System.out.println(o.new C().new B().all(5));
        System.out.println(new D(o).new B().all(6));
        for (Counter c : counters(10, "ab")) {
            System.out.print(c.next() + " " + c.next() + "; ");
        }
        System.out.println();
        int sum = 0;
        for (int i : new Range(0, 10)) {
            sum += i;
        }
        System.out.println(sum);
        Shape s = make("captured");
        System.out.println(s.desc + " " + s.describe());
        System.out.println(o.mutate());
        try {
            InnerClasses none = null;
            none.new A();
        } catch (NullPointerException e) {
            System.out.println(e.getStackTrace()[0].getMethodName());
        }
        System.out.println(new Object() {
            int hidden = 7;

            int twice() {
                return hidden * 2;
            }
        }.twice());
    }
}
