#!/usr/bin/env bash
# JRuby runs a script: blocks, fibers and threads, enumerators, JSON, regular expressions, Java interop.
. "$(dirname "$0")/common.sh"
jar=/usr/share/jruby/lib/jruby.jar
need $jar jruby
prepare
cat >"$shared/script.rb" <<'EOF'
require 'json'; require 'set'
puts (1..10).map{|x|x*x}.select(&:even?).inject(:+)
class A; include Comparable; attr_accessor :v; def initialize(v);@v=v;end; def <=>(o);v<=>o.v;end; def to_s;"A#{v}";end;end
puts [A.new(3),A.new(1)].min, A.new(1)==A.new(1)
puts({a: 1, 'b'=>[nil,2.5]}.to_json); puts JSON.parse('{"x":[1,2]}').inspect
begin; raise ArgumentError,'bad'; rescue => e; puts e.message, e.class; ensure puts 'ens'; end
puts "hello world".gsub(/o(.)/){$1.upcase}, 2**100, 10.divmod(3).inspect, :sym.to_proc.call('x') rescue puts $!.class
f=Fiber.new{3.times{|i|Fiber.yield i};:done}; 4.times{puts f.resume}
t=Thread.new{Thread.current[:a]=1; 42}; puts t.value
e=Enumerator.new{|y|y<<1;y<<2}; puts e.next,e.next
require 'java'; puts java.util.ArrayList.new([1,2]).size; puts Set.new([1,1,2]).size; printf("%05.1f %s\n",3.14159,:x)
puts [1,[2,[3]]].flatten.inspect, "%x"%255, "äö".bytes.size
EOF
work() {
    "$JAVA" --add-opens java.base/sun.nio.ch=ALL-UNNAMED --add-opens java.base/java.io=ALL-UNNAMED \
        -Djruby.home=/usr/share/jruby -cp "/usr/share/jruby/lib/*" org.jruby.Main "$shared/script.rb"
}
compare
