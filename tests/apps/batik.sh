#!/usr/bin/env bash
# Batik rasterises drawings with text, gradients, filters, scripts, patterns and masks, prints one as text, and converts a font.
. "$(dirname "$0")/common.sh"
jars=/usr/share/java
need $jars/batik-all.jar libbatik-java
path=$jars/batik-all.jar:$jars/xmlgraphics-commons.jar:$jars/xml-apis-ext.jar:$jars/commons-io.jar:$jars/commons-logging.jar:$jars/rhino.jar:$jars/fop.jar
prepare
cat >"$shared/drawing.svg" <<'EOF'
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="320" height="240" onload="grow()">
  <script type="text/ecmascript"><![CDATA[
    function grow() {
      var all = document.getElementById('all');
      for (var i = 0; i < 20; i++) {
        var c = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
        c.setAttribute('cx', 160 + 90 * Math.cos(i / 20 * 2 * Math.PI));
        c.setAttribute('cy', 120 + 90 * Math.sin(i / 20 * 2 * Math.PI));
        c.setAttribute('r', 4 + i / 2);
        c.setAttribute('fill', 'rgb(' + i * 12 + ',80,' + (250 - i * 12) + ')');
        all.appendChild(c);
      }
    }
  ]]></script>
  <defs>
    <linearGradient id="g" gradientTransform="rotate(30)"><stop offset="0" stop-color="white"/><stop offset="1" stop-color="#68a"/></linearGradient>
    <pattern id="p" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M0 8 8 0M-1 1 1-1M7 9 9 7" stroke="#a44"/></pattern>
    <mask id="m"><rect width="320" height="240" fill="url(#g)"/></mask>
    <filter id="f" x="-20%" y="-20%" width="140%" height="140%">
      <feTurbulence baseFrequency="0.08" numOctaves="2" seed="3" result="t"/><feDisplacementMap in="SourceGraphic" in2="t" scale="9" xChannelSelector="R" yChannelSelector="G"/></filter>
    <filter id="l"><feGaussianBlur in="SourceAlpha" stdDeviation="3" result="b"/><feSpecularLighting in="b" surfaceScale="5" specularExponent="20" lighting-color="#fc8" result="s"><fePointLight x="80" y="20" z="90"/></feSpecularLighting>
      <feComposite in="SourceGraphic" in2="s" operator="arithmetic" k2="1" k3="1"/></filter>
  </defs>
  <rect width="320" height="240" fill="url(#g)"/>
  <g id="all" mask="url(#m)"/>
  <path d="M40 40h90v60q-40 30 -90 0z" fill="url(#p)" stroke="black" stroke-dasharray="6 2 1 2" stroke-linejoin="round" stroke-width="2"/>
  <rect x="200" y="150" width="80" height="60" rx="12" fill="#484" filter="url(#l)"/>
  <text x="30" y="200" font-size="28" font-family="DejaVu Sans, sans-serif" filter="url(#f)">drawn <tspan font-weight="bold" dy="-8">up</tspan></text>
</svg>
EOF
work() {
    local batik=("$JAVA" -Djava.awt.headless=true -cp "$path")
    local rasterizer=("${batik[@]}" org.apache.batik.apps.rasterizer.Main -scriptSecurityOff -onload)
    cp "$shared/drawing.svg" .
    "${rasterizer[@]}" -d result/small.png drawing.svg && "${rasterizer[@]}" -w 900 -d result/large.png drawing.svg &&
        "${rasterizer[@]}" -m image/jpeg -q 0.8 -bg 255.255.255.255 -d result/drawing.jpg drawing.svg && "${rasterizer[@]}" -m image/tiff -d result/drawing.tiff drawing.svg &&
        "${batik[@]}" org.apache.batik.apps.svgpp.Main drawing.svg
}
compare
