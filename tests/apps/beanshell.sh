#!/usr/bin/env bash
# BeanShell runs a script: loose and typed variables, closures as interfaces, exceptions.
. "$(dirname "$0")/common.sh"
jar=/usr/share/java/bsh.jar
need $jar bsh
prepare
cat >"$shared/script.bsh" <<'EOF'
int f(int n){ return n<2?n:f(n-1)+f(n-2);} print(f(10)); l=new ArrayList(); for(i=0;i<3;i++) l.add(i*i); print(l);
try{ Integer.parseInt("x"); }catch(NumberFormatException e){ print(e.getMessage()); }
r=new Runnable(){ run(){ print("hi"); } }; r.run();
EOF
work() { "$JAVA" -cp $jar bsh.Interpreter "$shared/script.bsh"; }
compare
