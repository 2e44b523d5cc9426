#!/usr/bin/env bash
# Batik rasterises drawings with text, gradients, filters, patterns and masks, and prints one as text.
. "$(dirname "$0")/common.sh"
jars=/usr/share/java
need $jars/batik-all.jar libbatik-java
path=$jars/batik-all.jar:$jars/xmlgraphics-commons.jar:$jars/xml-apis-ext.jar:$jars/commons-io.jar:$jars/commons-logging.jar
prepare
cat >"$shared/drawing.svg" <<'EOF'
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="320" height="240">
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
  <g id="all" mask="url(#m)"><circle cx="40" cy="120" r="4" fill="rgb(0,80,250)"/><circle cx="52" cy="157" r="4" fill="rgb(12,80,238)"/><circle cx="64" cy="134" r="5" fill="rgb(24,80,226)"/><circle cx="76" cy="171" r="5" fill="rgb(36,80,214)"/><circle cx="88" cy="148" r="6" fill="rgb(48,80,202)"/><circle cx="100" cy="125" r="6" fill="rgb(60,80,190)"/><circle cx="112" cy="162" r="7" fill="rgb(72,80,178)"/><circle cx="124" cy="139" r="7" fill="rgb(84,80,166)"/><circle cx="136" cy="176" r="8" fill="rgb(96,80,154)"/><circle cx="148" cy="153" r="8" fill="rgb(108,80,142)"/><circle cx="160" cy="130" r="9" fill="rgb(120,80,130)"/><circle cx="172" cy="167" r="9" fill="rgb(132,80,118)"/><circle cx="184" cy="144" r="10" fill="rgb(144,80,106)"/><circle cx="196" cy="121" r="10" fill="rgb(156,80,94)"/><circle cx="208" cy="158" r="11" fill="rgb(168,80,82)"/><circle cx="220" cy="135" r="11" fill="rgb(180,80,70)"/><circle cx="232" cy="172" r="12" fill="rgb(192,80,58)"/><circle cx="244" cy="149" r="12" fill="rgb(204,80,46)"/><circle cx="256" cy="126" r="13" fill="rgb(216,80,34)"/><circle cx="268" cy="163" r="13" fill="rgb(228,80,22)"/></g>
  <path d="M40 40h90v60q-40 30 -90 0z" fill="url(#p)" stroke="black" stroke-dasharray="6 2 1 2" stroke-linejoin="round" stroke-width="2"/>
  <rect x="200" y="150" width="80" height="60" rx="12" fill="#484" filter="url(#l)"/>
  <text x="30" y="200" font-size="28" font-family="DejaVu Sans, sans-serif" filter="url(#f)">drawn <tspan font-weight="bold" dy="-8">up</tspan></text>
</svg>
EOF
work() {
    local batik=("$JAVA" -Djava.awt.headless=true -cp "$path")
    local rasterizer=("${batik[@]}" org.apache.batik.apps.rasterizer.Main -scriptSecurityOff)
    cp "$shared/drawing.svg" .
    "${rasterizer[@]}" -d result/small.png drawing.svg && "${rasterizer[@]}" -w 900 -d result/large.png drawing.svg &&
        "${rasterizer[@]}" -m image/jpeg -q 0.8 -bg 255.255.255.255 -d result/drawing.jpg drawing.svg && "${rasterizer[@]}" -m image/tiff -d result/drawing.tiff drawing.svg &&
        "${batik[@]}" org.apache.batik.apps.svgpp.Main drawing.svg
}
compare
