/** A checksum by table: bytes, masks, shifts. */
public class Crc {
    static final int RESULT = -969930923;

    public static int run() {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int c = i;
            for (int k = 0; k < 8; k++) {
                c = (c & 1) != 0 ? c >>> 1 ^ 0xEDB88320 : c >>> 1;
            }
            table[i] = c;
        }
        byte[] data = new byte[1 << 16];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i ^ i >> 5);
        }
        int crc = -1;
        for (int round = 0; round < 60; round++) {
            for (byte b : data) {
                crc = table[(crc ^ b) & 255] ^ crc >>> 8;
            }
        }
        return ~crc;
    }

    public static void main(String[] args) {
        System.out.println("Crc " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
