/** Loops over a boolean array. */
public class Sieve {
    public static int run() {
        int primes = 0;
        for (int round = 0; round < 20; round++) {
            boolean[] composite = new boolean[2_000_000];
            primes = 0;
            for (int i = 2; i < composite.length; i++) {
                if (!composite[i]) {
                    primes++;
                    for (long j = (long) i * i; j < composite.length; j += i) {
                        composite[(int) j] = true;
                    }
                }
            }
        }
        return primes;
    }

    public static void main(String[] args) {
        System.out.println("Sieve " + (run() == 148933 ? "ok" : "WRONG"));
    }
}
