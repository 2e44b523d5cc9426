// BigInteger and BigDecimal: arithmetic, modular, primes, bases, rounding.
import java.math.*;

public class BigNumbers {
    public static void main(String[] args) {
        BigInteger a = new BigInteger("123456789012345678901234567890");
        BigInteger b = new BigInteger("-987654321098765432109876543210");
        System.out.println(a.add(b) + " " + a.subtract(b) + " " + a.multiply(b) + " " + b.divide(a) + " " + b.mod(a) + " " + b.remainder(a) + " " + a.gcd(b));
        System.out.println(a.pow(20));
        System.out.println(a.modPow(BigInteger.valueOf(65537), BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE)) + " " + BigInteger.valueOf(3).modInverse(BigInteger.valueOf(11)));
        System.out.println(a.shiftLeft(100) + " " + b.shiftRight(37) + " " + a.and(b) + " " + a.or(b) + " " + a.xor(b) + " " + a.not() + " " + a.bitLength() + " " + b.bitCount());
        System.out.println(a.toString(36) + " " + new BigInteger("zz", 36) + " " + a.sqrt() + " " + a.compareTo(b) + " " + a.hashCode() + " " + a.longValue() + " " + a.doubleValue());
        BigInteger f = BigInteger.ONE;
        for (int i = 2; i <= 300; i++) {
            f = f.multiply(BigInteger.valueOf(i));
        }
        System.out.println(f.toString().length() + " " + f.mod(BigInteger.valueOf(1_000_003)) + " " + f.getLowestSetBit() + " " + f.hashCode());
        BigInteger huge = BigInteger.TWO.pow(5000).subtract(BigInteger.ONE);
        System.out.println(huge.multiply(huge).mod(a) + " " + huge.toString().length() + " " + huge.divide(a.pow(10)).bitLength());
        System.out.println(BigInteger.valueOf(97).isProbablePrime(20) + " " + BigInteger.valueOf(100).nextProbablePrime() + " " + new BigInteger("2305843009213693951").isProbablePrime(30));
        System.out.println(java.util.Arrays.toString(b.toByteArray()) + " " + new BigInteger(1, new byte[] {-1, 0}));
        for (Runnable r : new Runnable[] {() -> a.divide(BigInteger.ZERO), () -> new BigInteger("1x"), () -> a.longValueExact(), () -> BigInteger.TWO.modInverse(BigInteger.TEN),
            () -> new BigDecimal(1).divide(new BigDecimal(3)), () -> new BigDecimal("1.5").setScale(0, RoundingMode.UNNECESSARY), () -> new BigDecimal(Double.NaN)}) {
            try {
                r.run();
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
        BigDecimal x = new BigDecimal("1234.5678");
        BigDecimal y = new BigDecimal("-0.000987");
        System.out.println(x.add(y) + " " + x.multiply(y) + " " + x.divide(y, 20, RoundingMode.HALF_EVEN) + " " + x.divide(y, MathContext.DECIMAL64) + " " + x.remainder(new BigDecimal("3.3")));
        for (RoundingMode m : RoundingMode.values()) {
            if (m != RoundingMode.UNNECESSARY) {
                System.out.print(m + " " + new BigDecimal("2.5").setScale(0, m) + " " + new BigDecimal("-2.5").setScale(0, m) + " " + new BigDecimal("1.15").setScale(1, m) + "; ");
            }
        }
        System.out.println();
        System.out.println(x.pow(7) + " " + x.sqrt(new MathContext(40)) + " " + x.scale() + " " + x.precision() + " " + x.unscaledValue() + " " + new BigDecimal("1E+5").toPlainString()
            + " " + new BigDecimal("0.0000001") + " " + new BigDecimal("100").stripTrailingZeros() + " " + new BigDecimal(0.1) + " " + BigDecimal.valueOf(0.1));
        System.out.println(new BigDecimal("2.0").equals(new BigDecimal("2")) + " " + new BigDecimal("2.0").compareTo(new BigDecimal("2")) + " " + new BigDecimal("2.0").hashCode() + " " + x.toEngineeringString());
        BigDecimal pi = BigDecimal.ZERO;
        MathContext mc = new MathContext(60);
        for (int k = 0; k < 45; k++) {
            BigDecimal term = BigDecimal.ONE.divide(BigDecimal.valueOf(16).pow(k), mc);
            BigDecimal s = BigDecimal.valueOf(4).divide(BigDecimal.valueOf(8L * k + 1), mc).subtract(BigDecimal.valueOf(2).divide(BigDecimal.valueOf(8L * k + 4), mc))
                .subtract(BigDecimal.ONE.divide(BigDecimal.valueOf(8L * k + 5), mc)).subtract(BigDecimal.ONE.divide(BigDecimal.valueOf(8L * k + 6), mc));
            pi = pi.add(term.multiply(s, mc), mc);
        }
        System.out.println(pi.setScale(50, RoundingMode.HALF_UP));
    }
}
