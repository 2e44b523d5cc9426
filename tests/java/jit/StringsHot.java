// Strings, builders and array copies, hot: what virtual machines have intrinsics for, with edge cases.
// vm: -XX:-OmitStackTraceInFastThrow
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

public class StringsHot {
    static final String[] WORDS = {"", "a", "ab", "abc", "Abc", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "äöü", "äöüß€",
        "日本語", "日本語 and latin", "\ud83d\ude00", "x\ud83d\ude00y", "0123456789012345678901234567890123456789", "aaaaaaaaaaaaaaaaaaaaaaaab", "\0", "\0\0a"};

    static long strings(String a, String b) {
        long h = a.equals(b) ? 1 : 0;
        h = h * 31 + a.compareTo(b);
        h = h * 31 + a.compareToIgnoreCase(b);
        h = h * 31 + (a.equalsIgnoreCase(b) ? 1 : 0);
        h = h * 31 + a.indexOf(b) + a.lastIndexOf(b) * 3 + (a.contains(b) ? 7 : 0) + (a.startsWith(b) ? 1 : 0) + (a.endsWith(b) ? 2 : 0);
        h = h * 31 + a.indexOf('a') + a.indexOf('語') * 3 + a.indexOf(0x1f600) * 5 + a.lastIndexOf('b') + a.indexOf('z', 3);
        h = h * 31 + (a + b).hashCode() + a.concat(b).length();
        h = h * 31 + a.toUpperCase().hashCode() + b.toLowerCase().hashCode();
        h = h * 31 + a.replace('a', 'q').hashCode() + a.replace("ab", b).hashCode() + a.repeat(3).hashCode();
        h = h * 31 + a.trim().length() + a.strip().length() + (a.isBlank() ? 1 : 0) + a.codePointCount(0, a.length());
        h = h * 31 + Arrays.hashCode(a.getBytes(StandardCharsets.UTF_8)) + Arrays.hashCode(a.getBytes(StandardCharsets.ISO_8859_1))
            + Arrays.hashCode(a.getBytes(StandardCharsets.UTF_16LE)) + Arrays.hashCode(a.toCharArray());
        h = h * 31 + new String(a.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).compareTo(a);
        return h;
    }

    static long builder(int i, String w) {
        StringBuilder s = new StringBuilder();
        s.append(i).append('x').append(w).append(1.5).append(i % 2 == 0).append((Object) null).append(3L * i).append(2.5f).append(new char[] {'q', 'r'});
        s.insert(2, w).reverse().setCharAt(0, 'Z');
        s.deleteCharAt(1).delete(0, 1).replace(0, 2, "new").setLength(Math.min(s.length(), 20));
        String t = s.toString();
        int n = 0;
        for (int k = 0; k < t.length(); k++) {
            n = n * 31 + t.charAt(k);
        }
        return n * 31L + t.indexOf("e") + s.indexOf("x") + t.substring(t.length() / 2).hashCode() + t.chars().sum();
    }

    static long copies(int i) {
        byte[] b = new byte[40];
        char[] c = new char[40];
        int[] n = new int[40];
        long[] l = new long[40];
        Object[] o = new Object[40];
        for (int k = 0; k < 40; k++) {
            b[k] = (byte) (k * i);
            c[k] = (char) (k * i);
            n[k] = k * i;
            l[k] = (long) k * i << 20;
            o[k] = WORDS[(k + i) % WORDS.length];
        }
        int from = i % 11, to = i % 13, len = i % 17;
        System.arraycopy(b, from, b, to, len);
        System.arraycopy(c, from, c, to, len);
        System.arraycopy(n, from, n, to, len);
        System.arraycopy(l, from, l, to, len);
        System.arraycopy(o, from, o, to, len);
        long h = Arrays.hashCode(b);
        h = h * 31 + Arrays.hashCode(c);
        h = h * 31 + Arrays.hashCode(n);
        h = h * 31 + Arrays.hashCode(l);
        h = h * 31 + Arrays.hashCode(o);
        h = h * 31 + Arrays.hashCode(Arrays.copyOf(n, i % 60)) + Arrays.hashCode(Arrays.copyOfRange(o, from, from + len)) + Arrays.hashCode(b.clone());
        h = h * 31 + (Arrays.equals(n, n.clone()) ? 1 : 0) + (Arrays.equals(b, 0, len, b, from, from + len) ? 2 : 0) + Arrays.mismatch(l, Arrays.copyOf(l, 50));
        Arrays.fill(c, from, from + len, 'f');
        Arrays.fill(b, (byte) 7);
        return h * 31 + Arrays.hashCode(c) + Arrays.hashCode(b);
    }

    static String badCopy(int k) {
        try {
            switch (k % 7) {
                case 0: System.arraycopy(new int[3], 1, new int[3], 1, 3); break;
                case 1: System.arraycopy(new int[3], -1, new int[3], 1, 1); break;
                case 2: System.arraycopy(new int[3], 0, new long[3], 1, 1); break;
                case 3: System.arraycopy("s", 0, new long[3], 1, 1); break;
                case 4: System.arraycopy(null, 0, new long[3], 1, 1); break;
                case 5:
                    String[] s = new String[4];
                    try {
                        System.arraycopy(new Object[] {"a", "b", 3, "d"}, 0, s, 0, 4);
                    } catch (ArrayStoreException e) {
                        return s[0] + s[1] + s[2] + e.getMessage();
                    }
                    break;
                default: "abc".substring(2, 1);
            }
            return "fine";
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    public static void main(String[] args) throws Exception {
        long h = 0;
        for (int r = 0; r < 12; r++) {
            for (String a : WORDS) {
                for (String b : WORDS) {
                    h = h * 31 + strings(a, b);
                }
            }
            System.out.println(h);
        }
        for (int i = 0; i < 6_000; i++) {
            h = h * 31 + builder(i, WORDS[i % WORDS.length]);
            h = h * 31 + copies(i);
            h = h * 31 + badCopy(i).length();
        }
        System.out.println(h);
        for (int i = 0; i < 7; i++) {
            System.out.println(badCopy(i));
        }
        byte[] data = new byte[5000];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 31 + (i >> 3));
        }
        CRC32 crc = new CRC32();
        CRC32C crcc = new CRC32C();
        Adler32 adler = new Adler32();
        for (int i = 0; i < 300; i++) {
            crc.update(data, i, 1000 + i);
            crcc.update(data, i, 1000 + i);
            adler.update(data, i, 1000 + i);
            crc.update(i);
        }
        System.out.println(crc.getValue() + " " + crcc.getValue() + " " + adler.getValue());
        for (String name : new String[] {"MD5", "SHA-1", "SHA-256", "SHA-512", "SHA3-256"}) {
            MessageDigest d = MessageDigest.getInstance(name);
            for (int i = 0; i < 20; i++) {
                d.update(data, 0, 1000 + i);
            }
            System.out.println(name + " " + Arrays.hashCode(d.digest()));
        }
        System.out.println(new java.math.BigInteger("123456789".repeat(20)).pow(20).mod(java.math.BigInteger.valueOf(1_000_000_007)));
    }
}
