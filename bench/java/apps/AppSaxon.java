import java.io.StringReader;
import java.io.StringWriter;
import java.util.zip.CRC32;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.*;

/** Saxon: a style sheet of XSLT 2 compiled and applied to a generated document, and an XQuery over it. */
public class AppSaxon {
    static final String SHEET = """
        <xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:f="urn:f" exclude-result-prefixes="xs f">
          <xsl:output indent="yes"/>
          <xsl:key name="by-city" match="person" use="city"/>
          <xsl:function name="f:label" as="xs:string"><xsl:param name="p" as="element()"/>
            <xsl:sequence select="concat(upper-case(substring($p/name, 1, 1)), substring($p/name, 2), ' (', format-number($p/@age, '000'), ')')"/></xsl:function>
          <xsl:template match="/people"><report total="{sum(person/@age)}">
            <xsl:for-each-group select="person" group-by="city"><xsl:sort select="current-grouping-key()"/>
              <city name="{current-grouping-key()}" n="{count(current-group())}" mean="{round-half-to-even(avg(current-group()/@age), 2)}">
                <xsl:apply-templates select="current-group()[position() le 3]"><xsl:sort select="@age" data-type="number" order="descending"/></xsl:apply-templates>
              </city></xsl:for-each-group>
            <xsl:analyze-string select="string-join(person/name, ',')" regex="n(\\d)7"><xsl:matching-substring><m><xsl:value-of select="regex-group(1)"/></m></xsl:matching-substring></xsl:analyze-string>
          </report></xsl:template>
          <xsl:template match="person"><p n="{count(key('by-city', city))}"><xsl:value-of select="f:label(.)"/></p></xsl:template>
          <xsl:template match="person[@age gt 60]" priority="2"><old><xsl:next-match/></old></xsl:template>
        </xsl:stylesheet>
        """;
    static final String QUERY = """
        for $p in /people/person, $q in /people/person[city = $p/city][@age = $p/@age + 1]
        where $p/@age mod 5 = 0 order by number($p/@age), $p/name, $q/name return concat($p/name, '-', $q/name, ';')
        """;

    static String document() {
        StringBuilder s = new StringBuilder("<people>");
        for (int i = 0; i < 600; i++) {
            s.append("<person age=\"").append(i * 7919 % 83).append("\"><name>n").append(i % 101).append("</name><city>city").append(i * 31 % 17).append("</city></person>");
        }
        return s.append("</people>").toString();
    }

    public static Object run() throws SaxonApiException {
        Processor processor = new Processor(false);
        XdmNode document = processor.newDocumentBuilder().build(new StreamSource(new StringReader(document())));
        StringWriter out = new StringWriter();
        XsltTransformer transformer = processor.newXsltCompiler().compile(new StreamSource(new StringReader(SHEET))).load();
        transformer.setInitialContextNode(document);
        transformer.setDestination(processor.newSerializer(out));
        transformer.transform();
        XQueryEvaluator query = processor.newXQueryCompiler().compile(QUERY).load();
        query.setContextItem(document);
        CRC32 crc = new CRC32();
        crc.update(out.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        int items = 0;
        for (XdmItem item : query) {
            crc.update(item.getStringValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            items++;
        }
        return out.getBuffer().length() + " characters, " + items + " items, " + crc.getValue();
    }
}
