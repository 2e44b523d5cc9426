// Digests and ciphers of the class library, hot: all lengths around a block, offsets, updates in parts, clones, operation in place.
import java.security.*;
import java.util.*;
import javax.crypto.*;
import javax.crypto.spec.*;

public class DigestsHot {
    static final HexFormat HEX = HexFormat.of();
    static final byte[] DATA = new byte[5000];

    static void digest(String name) throws Exception {
        MessageDigest all = MessageDigest.getInstance(name);
        MessageDigest d = MessageDigest.getInstance(name);
        for (int length = 0; length < 290; length += length % 64 < 52 && length != 8 ? 13 : 1) {
            d.update(DATA, length % 7, length);
            all.update(d.digest());
            // in two parts, the second in a clone
            d.update(DATA, 3, length / 3);
            MessageDigest copy = (MessageDigest) d.clone();
            copy.update(DATA, 3 + length / 3, length - length / 3);
            byte[] parts = copy.digest();
            d.update(DATA, 3 + length / 3, length - length / 3);
            if (!Arrays.equals(parts, d.digest()) || !Arrays.equals(parts, d.digest(Arrays.copyOfRange(DATA, 3, 3 + length)))) {
                System.out.println(name + " differs at " + length);
            }
        }
        for (int i = 0; i < 8; i++) {
            all.update(DATA, i, DATA.length - i);
        }
        System.out.println(name + " " + HEX.formatHex(all.digest()));
    }

    static byte[] crypt(Cipher c, byte[] in, int from, int length, int step, int shift) throws Exception {
        byte[] out = new byte[length + 64 + shift];
        int at = shift;
        for (int i = 0; i < length; i += step) {
            at += c.update(in, from + i, Math.min(step, length - i), out, at);
        }
        at += c.doFinal(out, at);
        return Arrays.copyOfRange(out, shift, at);
    }

    static void cipher(String transformation, int keyLength, String algorithm, int ivLength) throws Exception {
        MessageDigest all = MessageDigest.getInstance("SHA-256");
        SecretKeySpec key = new SecretKeySpec(DATA, 100 + keyLength, keyLength, algorithm);
        Cipher c = Cipher.getInstance(transformation);
        boolean gcm = transformation.contains("GCM");
        int unit = transformation.contains("NoPadding") && !gcm && !transformation.contains("CTR") ? c.getBlockSize() : 5;
        for (int length = 0; length < 160; length += unit) {
            for (int step : new int[] {160, 23}) {
                var iv = ivLength == 0 ? null : gcm ? new GCMParameterSpec(128, DATA, 1000 + length * 5 + step, ivLength)
                    : new IvParameterSpec(DATA, 1000 + length, ivLength);
                c.init(Cipher.ENCRYPT_MODE, key, iv);
                byte[] secret = crypt(c, DATA, length % 5, length, step, step % 3);
                all.update(secret);
                c.init(Cipher.DECRYPT_MODE, key, iv);
                byte[] back = crypt(c, secret, 0, secret.length, step, 1);
                if (!Arrays.equals(back, 0, back.length, DATA, length % 5, length % 5 + length)) {
                    System.out.println(transformation + " differs at " + length);
                }
                if (unit != 5) {
                    c.doFinal(secret, 0, secret.length, secret, 0);
                    all.update(secret);
                }
            }
        }
        System.out.println(transformation + " " + keyLength * 8 + " " + HEX.formatHex(all.digest()));
    }

    public static void main(String[] args) throws Exception {
        new Random(7).nextBytes(DATA);
        for (String name : new String[] {"MD5", "SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA-512/224", "SHA-512/256",
                "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512", "MD2"}) {
            digest(name);
        }
        for (int keyLength : new int[] {16, 24, 32}) {
            cipher("AES/ECB/NoPadding", keyLength, "AES", 0);
            cipher("AES/ECB/PKCS5Padding", keyLength, "AES", 0);
            cipher("AES/CBC/NoPadding", keyLength, "AES", 16);
            cipher("AES/CBC/PKCS5Padding", keyLength, "AES", 16);
            cipher("AES/CTR/NoPadding", keyLength, "AES", 16);
            cipher("AES/CFB/PKCS5Padding", keyLength, "AES", 16);
            cipher("AES/GCM/NoPadding", keyLength, "AES", 12);
        }
        cipher("DESede/CBC/NoPadding", 24, "DESede", 8);
        cipher("Blowfish/CBC/PKCS5Padding", 16, "Blowfish", 8);
        Mac mac = Mac.getInstance("HmacSHA384");
        mac.init(new SecretKeySpec(DATA, 0, 33, "AES"));
        System.out.println(HEX.formatHex(mac.doFinal(DATA)));
        byte[] big = new byte[1_050_001];
        for (int i = 0; i < big.length; i++) {
            big[i] = (byte) (i * i >>> 5);
        }
        for (String mode : new String[] {"CBC/PKCS5Padding", "CTR/NoPadding"}) {
            Cipher c = Cipher.getInstance("AES/" + mode);
            c.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(big, 500, 16, "AES"), new IvParameterSpec(big, 900, 16));
            System.out.println(mode + " " + Arrays.hashCode(c.doFinal(big)));
        }
    }
}
