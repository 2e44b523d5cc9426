#!/usr/bin/env bash
# Jython runs a script: classes, generators, comprehensions, exceptions, the standard library, Java interop.
. "$(dirname "$0")/common.sh"
jar=/usr/share/java/jython.jar
need $jar jython
prepare
cat >"$shared/script.py" <<'EOF'
import sys, math, re, json, collections
class Animal(object):
    def __init__(self, name): self.name = name
    def __repr__(self): return "%s(%r)" % (type(self).__name__, self.name)
    @property
    def loud(self): return self.name.upper()
class Dog(Animal):
    def __init__(self, name): super(Dog, self).__init__(name + "!")
print Dog("rex"), Dog("rex").loud
def gen(n):
    a, b = 0, 1
    for _ in range(n):
        yield a
        a, b = b, a + b
print list(gen(20)), sum(x * x for x in range(100) if x % 3 == 0)
print {k: v for k, v in zip("abc", range(3))} == {"a": 0, "b": 1, "c": 2}, sorted(set([3, 1, 2, 3]))
try:
    [][1]
except IndexError as e:
    print "IndexError", e
try:
    1 / 0
except ZeroDivisionError, e:
    print e
finally:
    print "finally"
print 2 ** 200, 7 // 2, -7 % 3, 1.5e10, 3 + 4j, math.sqrt(2)
print re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), json.dumps({"a": [1, None, True]}), json.loads('[1, {"x": 2.5}]')
print collections.Counter("mississippi").most_common(2), collections.namedtuple("P", "x y")(1, 2)
from java.util import ArrayList, HashMap, Collections
l = ArrayList([3, 1, 2]); Collections.sort(l); print l, len(l), l[0]
m = HashMap(); m["k"] = 5; print m, "k" in m
from java.lang import Thread, Runnable, System, StringBuilder
class R(Runnable):
    def run(self): print "in a Java thread"
t = Thread(R()); t.start(); t.join()
print StringBuilder("abc").reverse()
print "%5.2f|%-5s|%05d|%x" % (3.14159, "ab", 42, 255), u"\u4e16".encode("utf-8") == "\xe4\xb8\x96"
def deco(f):
    def g(*a, **k): return "<%s>" % f(*a, **k)
    return g
@deco
def hi(x, y=2): return x + y
print hi(1), hi(1, y=5), (lambda *a: a)(1, 2), map(lambda x: x + 1, [1, 2]), reduce(lambda a, b: a * b, range(1, 10))
print [i for i in xrange(2, 60) if all(i % j for j in xrange(2, i))]
with open("result/out.txt", "w") as f: f.write("written by python\n")
exec "z = 6 * 7"
print z, eval("z + 1")
sys.exit(3)
EOF
EXPECT=3
work() {
    "$JAVA" -Dpython.home=/usr/share/jython -Dpython.cachedir.skip=true -jar $jar "$shared/script.py"
}
compare
