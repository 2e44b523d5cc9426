// Base64, hot: all lengths, alphabets and line ends; illegal characters at every place; one array as input and output.
import java.util.*;

public class Base64Hot {
    static final byte[] DATA = new byte[3000];

    static int coders(Base64.Encoder e, Base64.Decoder d, int times) {
        int h = 0;
        for (int n = 0; n < times; n++) {
            int length = n % 700;
            byte[] in = Arrays.copyOfRange(DATA, n % 11, n % 11 + length);
            byte[] text = e.encode(in);
            h = h * 31 + Arrays.hashCode(text);
            if (!Arrays.equals(in, d.decode(text))) {
                System.out.println("differs at " + length);
            }
            byte[] room = new byte[text.length + n % 3 - 1 < 0 ? 0 : text.length + n % 3 - 1];
            try {
                h += e.encode(in, room) + Arrays.hashCode(room);
                h += d.decode(room, new byte[length + n % 2]);
            } catch (IllegalArgumentException x) {
                h += x.getMessage().hashCode();
            }
        }
        return h;
    }

    static int illegal(Base64.Decoder d, int times) {
        int h = 0;
        byte[] text = Base64.getEncoder().encode(Arrays.copyOf(DATA, 200));
        for (int n = 0; n < times; n++) {
            byte[] t = text.clone();
            t[n % t.length] = (byte) (n / t.length * 7);
            byte[] out = new byte[210];
            try {
                h += d.decode(t, out);
            } catch (IllegalArgumentException x) {
                h += x.getMessage().hashCode();
            }
            h = h * 31 + Arrays.hashCode(out);
        }
        return h;
    }

    static int inPlace(int times) {
        int h = 0;
        for (int n = 0; n < times; n++) {
            byte[] a = Arrays.copyOf(DATA, 40);
            byte[] text = Base64.getEncoder().encode(a);
            h = h * 31 + Base64.getDecoder().decode(text, text);
            h = h * 31 + Arrays.hashCode(text);
            byte[] fits = new byte[(n % 4) * 3];
            h = h * 31 + Arrays.hashCode(Base64.getEncoder().encode(fits));
            byte[] same = new byte[0];
            h += Base64.getEncoder().encode(same, same);
        }
        return h;
    }

    public static void main(String[] args) {
        new Random(3).nextBytes(DATA);
        System.out.println("basic " + coders(Base64.getEncoder(), Base64.getDecoder(), 3000));
        System.out.println("url " + coders(Base64.getUrlEncoder(), Base64.getUrlDecoder(), 1500));
        System.out.println("bare " + coders(Base64.getUrlEncoder().withoutPadding(), Base64.getUrlDecoder(), 1500));
        System.out.println("mime " + coders(Base64.getMimeEncoder(), Base64.getMimeDecoder(), 1500));
        System.out.println("lines " + coders(Base64.getMimeEncoder(8, new byte[] {'\n'}), Base64.getMimeDecoder(), 1500));
        System.out.println("illegal " + illegal(Base64.getDecoder(), 6000));
        System.out.println("illegal, URL " + illegal(Base64.getUrlDecoder(), 3000));
        System.out.println("illegal, MIME " + illegal(Base64.getMimeDecoder(), 3000));
        System.out.println("in place " + inPlace(1000));
        byte[] big = new byte[2_000_000];
        for (int i = 0; i < big.length; i++) {
            big[i] = (byte) (i * i >>> 5);
        }
        byte[] text = Base64.getEncoder().encode(big);
        System.out.println(Arrays.hashCode(text) + " " + Arrays.equals(big, Base64.getDecoder().decode(text)));
    }
}
