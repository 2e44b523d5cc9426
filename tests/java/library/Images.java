// vm: -Djava.awt.headless=true
// BufferedImage, Graphics2D and ImageIO without a display: more of the JDK's native libraries.
import java.awt.*;
import java.awt.geom.*;
import java.awt.image.BufferedImage;
import java.io.*;
import javax.imageio.ImageIO;

public class Images {
    public static void main(String[] args) throws Exception {
        BufferedImage im = new BufferedImage(64, 48, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = im.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, 64, 48);
        g.setColor(Color.RED);
        g.fillRect(5, 5, 20, 10);
        g.setColor(Color.BLUE);
        g.drawLine(0, 0, 63, 47);
        g.setTransform(AffineTransform.getTranslateInstance(30, 20));
        g.setColor(new Color(0, 128, 0));
        g.fill(new Rectangle2D.Double(0, 0, 10, 10));
        g.dispose();
        long h = 0;
        for (int y = 0; y < 48; y++) {
            for (int x = 0; x < 64; x++) {
                h = h * 31 + im.getRGB(x, y);
            }
        }
        System.out.println(h + " " + Integer.toHexString(im.getRGB(6, 6)) + " " + Integer.toHexString(im.getRGB(35, 25)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.out.println(ImageIO.write(im, "png", out));
        BufferedImage back = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
        boolean same = true;
        for (int y = 0; y < 48; y++) {
            for (int x = 0; x < 64; x++) {
                same &= back.getRGB(x, y) == im.getRGB(x, y);
            }
        }
        System.out.println(same + " " + back.getWidth() + "x" + back.getHeight());
        Area a = new Area(new Rectangle(0, 0, 10, 10));
        a.subtract(new Area(new Rectangle(5, 5, 10, 10)));
        System.out.println(a.contains(2, 2) + " " + a.contains(7, 7) + " " + a.getBounds() + " " + GraphicsEnvironment.isHeadless());
    }
}
