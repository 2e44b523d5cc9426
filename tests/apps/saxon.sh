#!/usr/bin/env bash
# Saxon: style sheets of XSLT 3, XQuery, output methods, errors with their codes.
. "$(dirname "$0")/common.sh"
jar=/usr/share/java/Saxon-HE.jar
need $jar libsaxonhe-java
prepare
{
    echo '<orders>'
    for i in $(seq 400); do
        echo "<order id=\"o$i\" date=\"20$((i % 20 + 10))-0$((i % 9 + 1))-1$((i % 8))\"><item code=\"c$((i * 7 % 23))\" n=\"$((i % 6 + 1))\" price=\"$((i * 37 % 90)).$((i % 10))5\"/><note>re&#233; $i, some (text) no. $((i * 3))</note></order>"
    done
    echo '</orders>'
} >"$shared/orders.xml"
cat >"$shared/report.xsl" <<'EOF'
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:array="http://www.w3.org/2005/xpath-functions/array" xmlns:math="http://www.w3.org/2005/xpath-functions/math" xmlns:f="urn:f" exclude-result-prefixes="#all" expand-text="yes">
  <xsl:output method="html" indent="yes" html-version="5"/>
  <xsl:param name="year" as="xs:integer" select="2015"/>
  <xsl:mode on-no-match="shallow-skip"/>
  <xsl:variable name="totals" as="map(*)" select="map:merge(for $c in distinct-values(//item/@code) return map { string($c) : sum(//item[@code = $c]/(@n * @price)) })"/>
  <xsl:function name="f:fib" as="xs:integer" cache="yes"><xsl:param name="n" as="xs:integer"/><xsl:sequence select="if ($n lt 2) then $n else f:fib($n - 1) + f:fib($n - 2)"/></xsl:function>
  <xsl:accumulator name="running" as="xs:decimal" initial-value="0"><xsl:accumulator-rule match="item" select="$value + xs:decimal(@price)"/></xsl:accumulator>
  <xsl:template match="/"><html><body>
    <h1>{format-date(xs:date('2026-02-03'), '[FNn], [D1o] [MNn] [Y]')}: {f:fib(25)}, {round(math:sqrt(2) * 1000)}</h1>
    <ul><xsl:for-each select="sort(map:keys($totals))"><li>{.}: {format-number($totals(.), '#,##0.00')}</li></xsl:for-each></ul>
    <xsl:for-each-group select="//order" group-by="year-from-date(xs:date(@date))"><xsl:sort select="current-grouping-key()" order="descending"/>
      <p class="{if (current-grouping-key() = $year) then 'this' else 'other'}">{current-grouping-key()}: {string-join(current-group()!@id => subsequence(1, 4), ' ')}</p></xsl:for-each-group>
    <xsl:iterate select="//order"><xsl:param name="seen" select="()" as="xs:string*"/>
      <xsl:on-completion><b>{count($seen)} codes: {$seen}</b></xsl:on-completion>
      <xsl:next-iteration><xsl:with-param name="seen" select="distinct-values(($seen, item/@code))"/></xsl:next-iteration></xsl:iterate>
    <xsl:try><xsl:sequence select="1 div 0"/><xsl:catch xmlns:err="http://www.w3.org/2005/xqt-errors"><i>{$err:code}</i></xsl:catch></xsl:try>
    <pre>{serialize(array { 1 to 3, map { 'a' : [true(), ()] } }, map { 'method' : 'adaptive' })} {xml-to-json(json-to-xml('{"x": [1, null, "\u00e9"]}'))}</pre>
    <xsl:apply-templates select="//note[matches(., '\(te.t\) no\. \d+7$')]"/></body></html></xsl:template>
  <xsl:template match="note"><xsl:analyze-string select="." regex="(\d+),|(\w+)\s"><xsl:matching-substring><u>{regex-group(1)}{upper-case(regex-group(2))}</u></xsl:matching-substring><xsl:non-matching-substring>{.}</xsl:non-matching-substring></xsl:analyze-string></xsl:template>
</xsl:stylesheet>
EOF
cat >"$shared/query.xq" <<'EOF'
declare variable $limit external := 60;
declare function local:worth($o as element(order)) as xs:decimal { sum($o/item/(xs:decimal(@n) * xs:decimal(@price))) };
<result>{
  for $o in /orders/order
  let $w := local:worth($o)
  where $w gt xs:decimal($limit)
  group by $code := $o/item/@code/string()
  order by sum($w) descending, $code
  count $i
  where $i le 10
  return <code n="{$i}" id="{$code}" total="{sum($w)}">{ for tumbling window $v in $w start at $s when true() end at $e when $e - $s eq 2 return <w>{avg($v)}</w> }</code>
}</result>
EOF
work() {
    "$JAVA" -cp $jar net.sf.saxon.Transform -s:"$shared/orders.xml" -xsl:"$shared/report.xsl" year=2017 &&
        "$JAVA" -cp $jar net.sf.saxon.Query -s:"$shared/orders.xml" -q:"$shared/query.xq" limit=40 '!indent=yes' &&
        "$JAVA" -cp $jar net.sf.saxon.Query -qs:"string-join((1 to 20) ! (. * .), ',')" '!method=text' || return 9
    echo
    "$JAVA" -cp $jar net.sf.saxon.Query -qs:"xs:date('yesterday')" 2>&1
}
EXPECT=2
compare
