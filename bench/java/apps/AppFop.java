import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.zip.CRC32;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXResult;
import javax.xml.transform.stream.StreamSource;
import org.apache.fop.apps.*;

/** FOP: a generated document of formatting objects with headings, justified text and tables becomes a PDF file in memory. */
public class AppFop {
    private static FopFactory factory;

    static String document() {
        StringBuilder s = new StringBuilder("""
            <fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format"><fo:layout-master-set>
            <fo:simple-page-master master-name="page" page-width="21cm" page-height="29.7cm" margin="2cm"><fo:region-body margin-top="1cm"/><fo:region-before extent="1cm"/></fo:simple-page-master>
            </fo:layout-master-set><fo:page-sequence master-reference="page"><fo:static-content flow-name="xsl-region-before">
            <fo:block text-align="end" font-size="9pt">page <fo:page-number/></fo:block></fo:static-content><fo:flow flow-name="xsl-region-body" font-family="Times" font-size="11pt">
            """);
        for (int chapter = 1; chapter <= 4; chapter++) {
            s.append("<fo:block id=\"c").append(chapter).append("\" font-size=\"16pt\" font-weight=\"bold\" space-before=\"8mm\" keep-with-next=\"always\">Chapter ").append(chapter).append("</fo:block>");
            for (int p = 0; p < 6; p++) {
                s.append("<fo:block text-align=\"justify\" space-before=\"3mm\" widows=\"2\" orphans=\"2\">");
                for (int w = 0; w < 90; w++) {
                    s.append("lorem ipsum dolor sit amet consectetur adipiscing elit sed do".split(" ")[(w * 7 + p * 3 + chapter) % 10]).append(w % 13 == 12 ? ". " : " ");
                }
                s.append("<fo:inline font-style=\"italic\">See <fo:page-number-citation ref-id=\"c").append(chapter % 4 + 1).append("\"/></fo:inline></fo:block>");
            }
            s.append("<fo:table table-layout=\"fixed\" width=\"100%\" space-before=\"4mm\"><fo:table-body>");
            for (int r = 0; r < 12; r++) {
                s.append("<fo:table-row>");
                for (int c = 0; c < 4; c++) {
                    s.append("<fo:table-cell border=\"0.5pt solid black\" padding=\"2pt\"><fo:block>").append(r * 37 * (c + chapter) % 1000).append("</fo:block></fo:table-cell>");
                }
                s.append("</fo:table-row>");
            }
            s.append("</fo:table-body></fo:table>");
        }
        return s.append("</fo:flow></fo:page-sequence></fo:root>").toString();
    }

    public static Object run() throws Exception {
        if (factory == null) {
            factory = FopFactory.newInstance(new File(".").toURI());
        }
        FOUserAgent agent = factory.newFOUserAgent();
        agent.setCreationDate(new Date(0));
        agent.setProducer("bench");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Fop fop = factory.newFop(MimeConstants.MIME_PDF, agent, out);
        TransformerFactory.newDefaultInstance().newTransformer().transform(new StreamSource(new StringReader(document())), new SAXResult(fop.getDefaultHandler()));
        // Dates and the file's identifier, which is made of the present time, do not count.
        String pdf = out.toString(StandardCharsets.ISO_8859_1).replaceAll("\\(D:[^)]*\\)|/ID \\[[^\\]]*\\]|<xmp:\\w+Date>[^<]*", "");
        CRC32 crc = new CRC32();
        crc.update(pdf.getBytes(StandardCharsets.ISO_8859_1));
        return fop.getResults().getPageCount() + " pages, " + pdf.length() + " bytes, " + crc.getValue();
    }
}
