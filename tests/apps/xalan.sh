#!/usr/bin/env bash
# Xalan transforms a document, with its interpreter and with stylesheets compiled to class files.
. "$(dirname "$0")/common.sh"
jar=/usr/share/java/xalan2.jar
need $jar libxalan2-java
prepare
cat >"$shared/in.xml" <<'EOF'
<r><i n="b">2</i><i n="a">10</i><i n="c">3</i></r>
EOF
cat >"$shared/in.xsl" <<'EOF'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output indent="yes"/>
<xsl:key name="k" match="i" use="@n"/>
<xsl:template match="/r">
<o sum="{sum(i)}">
<xsl:for-each select="i">
<xsl:sort select="@n"/>
<x>
<xsl:value-of select="concat(@n,':',format-number(.,'#,##0.00'))"/>
</x>
</xsl:for-each>
<xsl:value-of select="key('k','a')"/>
</o>
</xsl:template>
</xsl:stylesheet>
EOF
classpath=$jar:/usr/share/java/serializer.jar:/usr/share/java/xml-apis.jar
work() {
    "$JAVA" -cp $classpath org.apache.xalan.xslt.Process -IN "$shared/in.xml" -XSL "$shared/in.xsl" &&
        "$JAVA" -cp $classpath org.apache.xalan.xslt.Process -XSLTC -IN "$shared/in.xml" -XSL "$shared/in.xsl"
}
compare
