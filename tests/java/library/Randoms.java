// Seeded generators, hashing, digests, CRCs, compression, ciphers: pure computation in the library.
import java.security.*;
import java.util.*;
import java.util.random.*;
import java.util.zip.*;
import javax.crypto.*;
import javax.crypto.spec.*;

public class Randoms {
    public static void main(String[] args) throws Exception {
        Random r = new Random(123);
        System.out.println(r.nextInt() + " " + r.nextInt(100) + " " + r.nextLong() + " " + r.nextDouble() + " " + r.nextFloat() + " " + r.nextBoolean() + " " + r.nextGaussian() + " " + r.ints(3, 0, 10).boxed().toList());
        SplittableRandom s = new SplittableRandom(5);
        System.out.println(s.nextInt() + " " + s.split().nextLong() + " " + s.nextInt(10, 20));
        for (String name : new String[] {"L64X128MixRandom", "Xoshiro256PlusPlus", "L32X64MixRandom"}) {
            RandomGenerator g = RandomGeneratorFactory.of(name).create(9);
            System.out.println(name + " " + g.nextLong() + " " + g.nextInt(1000) + " " + g.nextGaussian());
        }
        byte[] data = "The quick brown fox jumps over the lazy dog".repeat(20).getBytes();
        HexFormat hex = HexFormat.of();
        for (String alg : new String[] {"MD5", "SHA-1", "SHA-256", "SHA-512", "SHA3-256", "MD2"}) {
            System.out.println(alg + " " + hex.formatHex(MessageDigest.getInstance(alg).digest(data)));
        }
        CRC32 crc = new CRC32();
        crc.update(data);
        CRC32C crcc = new CRC32C();
        crcc.update(data);
        Adler32 adler = new Adler32();
        adler.update(data);
        System.out.println(crc.getValue() + " " + crcc.getValue() + " " + adler.getValue());
        Deflater d = new Deflater(9);
        d.setInput(data);
        d.finish();
        byte[] packed = new byte[500];
        int n = d.deflate(packed);
        Inflater i = new Inflater();
        i.setInput(packed, 0, n);
        byte[] back = new byte[data.length];
        System.out.println(n < 100 ? "packed" : "not packed " + n);
        System.out.println(i.inflate(back) + " " + Arrays.equals(back, data) + " " + i.finished() + " " + d.getTotalIn());
        try {
            Inflater bad = new Inflater();
            bad.setInput(new byte[] {1, 2, 3, 4, 5});
            bad.inflate(back);
        } catch (DataFormatException e) {
            System.out.println(e.getMessage());
        }
        SecretKeySpec key = new SecretKeySpec("0123456789abcdef".getBytes(), "AES");
        Cipher c = Cipher.getInstance("AES/CBC/PKCS5Padding");
        c.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[16]));
        byte[] enc = c.doFinal("secret".getBytes());
        c.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(new byte[16]));
        System.out.println(hex.formatHex(enc) + " " + new String(c.doFinal(enc)));
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
        gcm.updateAAD("aad".getBytes());
        System.out.println(hex.formatHex(gcm.doFinal("secret".getBytes())));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        System.out.println(hex.formatHex(mac.doFinal(data)));
        SecretKeyFactory f = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
        System.out.println(hex.formatHex(f.generateSecret(new PBEKeySpec("pw".toCharArray(), "salt".getBytes(), 50, 128)).getEncoded()));
        KeyPairGenerator kpg = KeyPairGenerator.getInstance("EC");
        kpg.initialize(256);
        KeyPair kp = kpg.generateKeyPair();
        Signature sig = Signature.getInstance("SHA256withECDSA");
        sig.initSign(kp.getPrivate());
        sig.update(data);
        byte[] signed = sig.sign();
        sig.initVerify(kp.getPublic());
        sig.update(data);
        System.out.println(sig.verify(signed) + " " + kp.getPublic().getFormat());
        try {
            MessageDigest.getInstance("NOPE");
        } catch (NoSuchAlgorithmException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(new SecureRandom().generateSeed(4).length + " " + Security.getProviders().length);
    }
}
