// Charsets: encoding and decoding, malformed input, encoders with replacement, aliases.
import java.nio.*;
import java.nio.charset.*;
import java.util.HexFormat;

public class Charsets {
    public static void main(String[] args) throws Exception {
        String s = "A\u00e4\u20ac\u4e16\uD83D\uDE00";
        HexFormat hex = HexFormat.of();
        for (String name : new String[] {"US-ASCII", "ISO-8859-1", "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "windows-1252", "ISO-8859-15", "Shift_JIS", "EUC-JP", "GBK", "Big5", "IBM037", "KOI8-R"}) {
            Charset c = Charset.forName(name);
            byte[] b = s.getBytes(c);
            System.out.println(c + " " + hex.formatHex(b) + " " + new String(b, c).equals(s) + " " + c.newEncoder().maxBytesPerChar() + " " + c.contains(StandardCharsets.US_ASCII));
        }
        byte[][] bad = {{(byte) 0xc0, (byte) 0x80}, {(byte) 0xe4, (byte) 0xb8}, {(byte) 0xff, 65}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, {65, (byte) 0x80, 66}};
        for (byte[] b : bad) {
            System.out.print(new String(b, StandardCharsets.UTF_8).codePoints().mapToObj(Integer::toHexString).toList() + " ");
            try {
                System.out.println(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(b)));
            } catch (CharacterCodingException e) {
                System.out.println(e);
            }
        }
        CharsetEncoder e = StandardCharsets.US_ASCII.newEncoder().onUnmappableCharacter(CodingErrorAction.REPLACE).replaceWith(new byte[] {'#'});
        System.out.println(new String(e.encode(CharBuffer.wrap(s)).array(), 0, 5, StandardCharsets.US_ASCII) + " " + e.canEncode('a') + " " + e.canEncode('ä'));
        try {
            StandardCharsets.ISO_8859_1.newEncoder().encode(CharBuffer.wrap("\u20ac"));
        } catch (CharacterCodingException x) {
            System.out.println(x);
        }
        CharsetDecoder d = StandardCharsets.UTF_8.newDecoder();
        CharBuffer out = CharBuffer.allocate(1);
        ByteBuffer in = ByteBuffer.wrap("aä".getBytes(StandardCharsets.UTF_8));
        System.out.println(d.decode(in, out, true) + " " + in.position() + " " + out.flip());
        for (String n : new String[] {"nope", "", "bad name"}) {
            try {
                Charset.forName(n);
            } catch (IllegalArgumentException x) {
                System.out.println(x);
            }
        }
        System.out.println(Charset.isSupported("latin1") + " " + Charset.forName("latin1") + " " + Charset.forName("utf8").aliases().contains("UTF8") + " " + Charset.defaultCharset() + " " + "ß".getBytes("Cp437").length);
    }
}
