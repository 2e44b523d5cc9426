import java.math.BigInteger;

/** BigInteger: digits of pi, powers. */
public class BigDigits {
    static final int RESULT = 1729199476;

    public static int run() {
        BigInteger q = BigInteger.ONE, r = BigInteger.ZERO, t = BigInteger.ONE, k = BigInteger.ONE, n = BigInteger.valueOf(3), l = n;
        BigInteger ten = BigInteger.TEN, seven = BigInteger.valueOf(7), two = BigInteger.TWO, four = BigInteger.valueOf(4), three = n;
        int h = 0;
        for (int digits = 0; digits < 300;) {
            if (four.multiply(q).add(r).subtract(t).compareTo(n.multiply(t)) < 0) {
                h = h * 31 + n.intValue();
                digits++;
                BigInteger nr = ten.multiply(r.subtract(n.multiply(t)));
                n = three.multiply(q).add(r).multiply(ten).divide(t).subtract(ten.multiply(n));
                q = q.multiply(ten);
                r = nr;
            } else {
                BigInteger nr = two.multiply(q).add(r).multiply(l);
                BigInteger nn = q.multiply(seven.multiply(k)).add(two).add(r.multiply(l)).divide(t.multiply(l));
                q = q.multiply(k);
                t = t.multiply(l);
                l = l.add(two);
                k = k.add(BigInteger.ONE);
                n = nn;
                r = nr;
            }
        }
        return h * 31 + three.pow(5000).mod(BigInteger.valueOf(1_000_003)).intValue();
    }

    public static void main(String[] args) {
        System.out.println("BigDigits " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
