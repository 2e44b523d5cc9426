import java.awt.image.BufferedImage;
import java.io.StringReader;
import java.util.zip.CRC32;
import org.apache.batik.transcoder.TranscoderException;
import org.apache.batik.transcoder.TranscoderInput;
import org.apache.batik.transcoder.TranscoderOutput;
import org.apache.batik.transcoder.image.ImageTranscoder;

/** Batik: a generated SVG picture with paths, gradients, transforms, clips and a filter becomes pixels. */
public class AppBatik {
    private static final class Raster extends ImageTranscoder {
        private BufferedImage image;

        @Override
        public BufferedImage createImage(int w, int h) {
            return new BufferedImage(w, h, BufferedImage.TYPE_INT_ARGB);
        }

        @Override
        public void writeImage(BufferedImage image, TranscoderOutput output) {
            this.image = image;
        }
    }

    static String picture() {
        StringBuilder s = new StringBuilder("""
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="400" height="300" viewBox="0 0 400 300">
            <style>.thin { stroke: #336; stroke-width: 0.7; fill: none } .leaf { fill: #4a4; opacity: 0.6 }</style>
            <defs>
            <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#88c"/><stop offset="1" stop-color="#fec"/></linearGradient>
            <radialGradient id="sun"><stop offset="0.2" stop-color="yellow"/><stop offset="1" stop-color="orange" stop-opacity="0"/></radialGradient>
            <clipPath id="cut"><circle cx="200" cy="150" r="140"/></clipPath>
            <filter id="blur"><feGaussianBlur stdDeviation="2"/><feOffset dx="3" dy="3"/></filter>
            <symbol id="star" viewBox="-10 -10 20 20"><path d="M0-9 L2-2 9-2 3 2 5 9 0 4 -5 9 -3 2 -9-2 -2-2z"/></symbol>
            </defs>
            <rect width="400" height="300" fill="url(#sky)"/><circle cx="310" cy="70" r="50" fill="url(#sun)"/>
            <g clip-path="url(#cut)">
            """);
        for (int i = 0; i < 60; i++) {
            s.append("<path class=\"").append(i % 3 == 0 ? "leaf" : "thin").append("\" d=\"M").append(i * 7).append(" 300 C").append(i * 5).append(' ').append(200 - i)
                .append(' ').append(400 - i * 4).append(" 150 ").append(i * 13 % 400).append(' ').append(i * 17 % 200).append(" A30 ").append(10 + i % 20).append(" 30 0 1 ")
                .append(i % 5 * 10 + 100).append(' ').append(120 + i).append(i % 3 == 0 ? "z" : "").append("\" transform=\"rotate(").append(i).append(" 200 150)\"/>\n");
        }
        s.append("</g><g filter=\"url(#blur)\" fill=\"#a33\">");
        for (int i = 0; i < 25; i++) {
            s.append("<use xlink:href=\"#star\" x=\"").append(i * 53 % 380).append("\" y=\"").append(i * 31 % 270).append("\" width=\"").append(12 + i % 9)
                .append("\" height=\"").append(12 + i % 9).append("\"/>");
        }
        return s.append("</g></svg>").toString();
    }

    public static Object run() throws TranscoderException {
        Raster raster = new Raster();
        raster.transcode(new TranscoderInput(new StringReader(picture())), new TranscoderOutput());
        BufferedImage image = raster.image;
        CRC32 crc = new CRC32();
        long colours = 0;
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int p : row) {
                crc.update(p);
                crc.update(p >> 8);
                crc.update(p >> 16);
                colours += p & 0xff;
            }
        }
        return image.getWidth() + "x" + image.getHeight() + " " + crc.getValue() + " " + colours;
    }
}
