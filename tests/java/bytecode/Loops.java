// javac: -XDstringConcat=inline
// Loops of all shapes with all primitive counters and labelled jumps.
public class Loops {
    public static void main(String[] args) {
        int sum = 0;
        for (int i = 0; i < 100000; i++) {
            sum += i * i;
        }
        System.out.println(sum);
        long lsum = 0;
        for (long l = 1L << 40; l > (1L << 40) - 1000; l -= 3) {
            lsum += l;
        }
        System.out.println(lsum);
        float f = 0;
        int n = 0;
        while (f < 10) {
            f += 0.3f;
            n++;
        }
        System.out.println(f + " " + n);
        double d = 1;
        do {
            d /= 3;
        } while (d > 1e-10);
        System.out.println(d);
        int found = 0;
        outer:
        for (int i = 2; i < 2000; i++) {
            for (int j = 2; j * j <= i; j++) {
                if (i % j == 0) {
                    continue outer;
                }
            }
            found++;
            if (found == 100) {
                System.out.println(i);
                break outer;
            }
        }
        byte b = 0;
        int steps = 0;
        for (b = 1; b > 0; b += 7) {
            steps++;
        }
        System.out.println(b + " " + steps);
        char c = 'a';
        StringBuilder text = new StringBuilder();
        while (c <= 'z') {
            text.append(c++);
        }
        System.out.println(text);
        int collatz = 27;
        int len = 0;
        while (collatz != 1) {
            collatz = (collatz & 1) == 0 ? collatz >> 1 : 3 * collatz + 1;
            len++;
        }
        System.out.println(len);
        for (;;) {
            if (len-- < 100) {
                break;
            }
        }
        System.out.println(len);
        int bits = 0;
        for (int x = -1; x != 0; x >>>= 1) {
            bits++;
        }
        System.out.println(bits);
    }
}
