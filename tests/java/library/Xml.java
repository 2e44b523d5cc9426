// XML, XPath and transformation through java.xml; a larger library doing much work.
import java.io.*;
import javax.xml.parsers.*;
import javax.xml.transform.*;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.*;
import javax.xml.xpath.*;
import org.w3c.dom.*;
import org.xml.sax.*;
import org.xml.sax.helpers.DefaultHandler;

public class Xml {
    public static void main(String[] args) throws Exception {
        String xml = "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY e 'entity'>]><r a='1'><b>text &amp; &e;</b><!-- c --><b x='2'/><![CDATA[<raw>]]><n:c xmlns:n='urn:x'>\u4e16</n:c></r>";
        DocumentBuilderFactory f = DocumentBuilderFactory.newInstance();
        f.setNamespaceAware(true);
        Document d = f.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        Element r = d.getDocumentElement();
        System.out.println(r.getTagName() + " " + r.getAttribute("a") + " " + r.getElementsByTagName("b").getLength() + " " + r.getTextContent() + " " + r.getElementsByTagNameNS("urn:x", "c").item(0).getLocalName());
        XPath x = XPathFactory.newInstance().newXPath();
        System.out.println(x.evaluate("count(//b) + number(/r/@a)", d) + " " + x.evaluate("//b[@x='2']/@x", d) + " " + x.evaluate("normalize-space(//b[1])", d));
        Element added = d.createElement("new");
        added.setAttribute("k", "v\"<");
        added.appendChild(d.createTextNode("a<b"));
        r.appendChild(added);
        Transformer t = TransformerFactory.newInstance().newTransformer();
        t.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter w = new StringWriter();
        t.transform(new DOMSource(d), new StreamResult(w));
        System.out.println(w);
        String xsl = "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:output method='text'/><xsl:template match='/'><xsl:for-each select='//b'>[<xsl:value-of select='position()'/>:<xsl:value-of select='.'/>]</xsl:for-each></xsl:template></xsl:stylesheet>";
        w = new StringWriter();
        TransformerFactory.newInstance().newTransformer(new StreamSource(new StringReader(xsl))).transform(new DOMSource(d), new StreamResult(w));
        System.out.println(w);
        StringBuilder log = new StringBuilder();
        SAXParserFactory.newInstance().newSAXParser().parse(new InputSource(new StringReader(xml)), new DefaultHandler() {
            @Override
            public void startElement(String uri, String local, String q, Attributes a) {
                log.append('<').append(q).append(a.getLength());
            }

            @Override
            public void endElement(String uri, String local, String q) {
                log.append('>');
            }

            @Override
            public void characters(char[] ch, int start, int length) {
                log.append(length);
            }
        });
        System.out.println(log);
        try {
            SAXParserFactory.newInstance().newSAXParser().parse(new InputSource(new StringReader("<a><b></a>")), new DefaultHandler());
        } catch (SAXParseException e) {
            System.out.println(e.getLineNumber() + " " + e.getMessage());
        }
    }
}
