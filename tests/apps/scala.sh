#!/usr/bin/env bash
# Scala's compiler compiles a program, which then runs; the class files must be equal.
. "$(dirname "$0")/common.sh"
jar=/usr/share/scala/lib/scala-compiler.jar
need $jar scala
prepare
cat >"$shared/S.scala" <<'EOF'
object S { sealed trait T; case class L(v:Int) extends T; case class N(l:T,r:T) extends T
 def sum(t:T):Int=t match{case L(v)=>v;case N(l,r)=>sum(l)+sum(r)}
 def main(a:Array[String]){ println(sum(N(L(1),N(L(2),L(3))))); println((1 to 10).filter(_%2==0).map(x=>x*x).toList); println(Map("a"->1).mapValues(_+1).toMap); val f=(x:Int)=>x+1; println((f andThen f)(1)); println(Stream.from(1).take(5).toList, "abc".zipWithIndex, BigInt(2).pow(70)) } }
EOF
work() {
    "$JAVA" -Dscala.usejavacp=true -cp "/usr/share/scala/lib/*" scala.tools.nsc.Main -d result "$shared/S.scala" &&
        "$JAVA" -cp /usr/share/scala/lib/scala-library.jar:result S
}
compare
