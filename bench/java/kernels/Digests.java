import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.zip.*;
import javax.crypto.*;
import javax.crypto.spec.*;

/** The library's digests, checksums, ciphers, Base64 and deflate over the same bytes. */
public class Digests {
    public static Object run() throws GeneralSecurityException, DataFormatException {
        byte[] data = new byte[500_000];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * i >>> 5);
        }
        StringBuilder out = new StringBuilder();
        for (String name : new String[] {"MD5", "SHA-1", "SHA-256", "SHA-512", "SHA3-256"}) {
            byte[] d = MessageDigest.getInstance(name).digest(data);
            out.append(Base64.getEncoder().encodeToString(d), 0, 8).append(' ');
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        SecretKey key = new SecretKeySpec(data, 500, 16, "AES");
        mac.init(key);
        out.append(mac.doFinal(data)[3]).append(' ');
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(data, 900, 16));
        byte[] secret = cipher.doFinal(data);
        Checksum crc = new CRC32();
        crc.update(secret);
        Checksum adler = new Adler32();
        adler.update(data);
        out.append(crc.getValue()).append(' ').append(adler.getValue()).append(' ');
        Deflater deflater = new Deflater();
        deflater.setInput(data);
        deflater.finish();
        byte[] packed = new byte[data.length + 1000];
        int n = deflater.deflate(packed);
        deflater.end();
        Inflater inflater = new Inflater();
        inflater.setInput(packed, 0, n);
        byte[] back = new byte[data.length];
        out.append(inflater.inflate(back)).append(java.util.Arrays.equals(data, back));
        inflater.end();
        return out.toString();
    }
}
