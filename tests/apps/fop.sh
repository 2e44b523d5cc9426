#!/usr/bin/env bash
# FOP: XML with a style sheet becomes formatting objects, area tree, text, PDF, PostScript and pictures.
. "$(dirname "$0")/common.sh"
jars=/usr/share/java
need $jars/fop.jar fop
path=$(printf "$jars/%s.jar:" fop commons-io serializer xalan2 xml-apis batik-all commons-logging xercesImpl xmlgraphics-commons xml-apis-ext fontbox2)
prepare
cat >"$shared/report.xsl" <<'EOF'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format">
  <xsl:template match="/report">
    <fo:root><fo:layout-master-set>
      <fo:simple-page-master master-name="p" page-width="15cm" page-height="20cm" margin="1.5cm">
        <fo:region-body margin-top="1cm" column-count="2"/><fo:region-before extent="1cm"/></fo:simple-page-master>
    </fo:layout-master-set>
    <fo:bookmark-tree><xsl:for-each select="chapter"><fo:bookmark internal-destination="{generate-id()}"><fo:bookmark-title><xsl:value-of select="@title"/></fo:bookmark-title></fo:bookmark></xsl:for-each></fo:bookmark-tree>
    <fo:page-sequence master-reference="p"><fo:static-content flow-name="xsl-region-before"><fo:block text-align="center">- <fo:page-number/> -</fo:block></fo:static-content>
    <fo:flow flow-name="xsl-region-body"><xsl:apply-templates select="chapter"><xsl:sort select="@title"/></xsl:apply-templates></fo:flow></fo:page-sequence></fo:root>
  </xsl:template>
  <xsl:template match="chapter">
    <fo:block id="{generate-id()}" font-family="Helvetica" font-size="14pt" span="all" space-before="6mm"><xsl:number format="I. "/><xsl:value-of select="@title"/></fo:block>
    <xsl:for-each select="p"><fo:block text-align="justify" hyphenate="true" language="en" space-after="2mm"><xsl:value-of select="."/><fo:footnote><fo:inline>*</fo:inline>
      <fo:footnote-body><fo:block font-size="7pt">note <xsl:value-of select="position()"/></fo:block></fo:footnote-body></fo:footnote></fo:block></xsl:for-each>
    <fo:block><fo:instream-foreign-object><svg xmlns="http://www.w3.org/2000/svg" width="100" height="40"><ellipse cx="50" cy="20" rx="45" ry="15" fill="#c8c" stroke="blue"/></svg></fo:instream-foreign-object></fo:block>
    <fo:list-block><xsl:for-each select="i"><fo:list-item><fo:list-item-label end-indent="label-end()"><fo:block>&#x2022;</fo:block></fo:list-item-label>
      <fo:list-item-body start-indent="body-start()"><fo:block><xsl:value-of select="."/></fo:block></fo:list-item-body></fo:list-item></xsl:for-each></fo:list-block>
  </xsl:template>
</xsl:stylesheet>
EOF
{
    echo '<report>'
    for c in 5 3 8 1; do
        echo "<chapter title=\"Chapter number $c\">"
        for p in 1 2 3 4 5; do printf '<p>'; for w in $(seq 60); do printf 'word%d of paragraph ' $((w * c % 17)); done; echo '</p>'; done
        for i in 1 2 3; do echo "<i>item $i of $c</i>"; done
        echo '</chapter>'
    done
    echo '</report>'
} >"$shared/report.xml"
work() {
    local fop=("$JAVA" -Djava.awt.headless=true -cp "$path" org.apache.fop.cli.Main -xml "$shared/report.xml" -xsl "$shared/report.xsl")
    "${fop[@]}" -foout result/report.fo && "${fop[@]}" -at result/report.at && "${fop[@]}" -txt result/report.txt && "${fop[@]}" -pdf report.pdf &&
        "${fop[@]}" -ps report.ps && "${fop[@]}" -png result/report.png || return
    # Dates, and the identifier that is made of them.
    sed -E 's/\(D:[^)]*\)//g; s#/ID \[[^]]*\]##; s#<(xmp|dc):[A-Za-z]*[dD]ate>[^<]*##g' report.pdf >result/report.pdf
    grep -av '^%%CreationDate' report.ps >result/report.ps
    ls result
}
compare
