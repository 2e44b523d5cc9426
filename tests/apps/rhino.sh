#!/usr/bin/env bash
# Rhino runs a script, compiled to class files and interpreted.
. "$(dirname "$0")/common.sh"
jar=/usr/share/java/rhino.jar
need $jar rhino
prepare
cat >"$shared/script.js" <<'EOF'
function f(n){return n<2?n:f(n-1)+f(n-2)}
print(f(15)); print([3,1,2].sort().map(function(x){return x*x}).join());
print(JSON.stringify({a:[1,2,{b:null}],d:"x\u00e9"})); 
print("a-b-c".replace(/-(\w)/g,function(m,x){return x.toUpperCase()}));
try{ null.x }catch(e){print(e)}
var l=new java.util.ArrayList();l.add(1);l.add("two");print(l, l.size());
var r=new java.lang.Runnable({run:function(){print("run "+java.lang.Thread.currentThread().getName())}});r.run();
print(new Date(0).toISOString(), 0.1+0.2, (1234.5678).toFixed(2), parseInt("ff",16));
for(let [k,v] in Iterator({x:1,y:2})) print(k,v);
EOF
work() {
    "$JAVA" -cp $jar org.mozilla.javascript.tools.shell.Main "$shared/script.js" &&
        "$JAVA" -cp $jar org.mozilla.javascript.tools.shell.Main -opt -1 "$shared/script.js"
}
compare
