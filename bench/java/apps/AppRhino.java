import org.mozilla.javascript.Context;
import org.mozilla.javascript.Scriptable;

/** Rhino: JavaScript compiled to class files, run. */
public class AppRhino {
    static final String PROGRAM = """
        function Tree(d) { this.v = d; if (d > 0) { this.l = new Tree(d - 1); this.r = new Tree(d - 1); } }
        Tree.prototype.sum = function() { return this.v + (this.l ? this.l.sum() + this.r.sum() : 0); };
        var h = new Tree(12).sum(), words = {}, a = [];
        for (var i = 0; i < 20000; i++) { var k = 'k' + (i * 7919 % 501); words[k] = (words[k] || 0) + i % 7; a.push(i * 31 % 1009); }
        a.sort(function(x, y) { return x - y; });
        for (var k in words) h = (h * 31 + words[k]) % 1000003;
        var s = '';
        for (var i = 0; i < 3000; i++) s += String.fromCharCode(97 + i % 26);
        h += s.replace(/[aeiou]+/g, '').length + a.filter(function(x) { return x % 3 == 0; }).map(function(x) { return x * 2; }).length;
        h + '/' + a[777] + '/' + JSON.stringify({ a: [1, 2, { b: h }] });
        """;

    public static Object run() {
        Context c = Context.enter();
        try {
            c.setOptimizationLevel(1);
            c.setLanguageVersion(Context.VERSION_ES6);
            Scriptable scope = c.initStandardObjects();
            return c.evaluateString(scope, PROGRAM, "bench", 1, null).toString();
        } finally {
            Context.exit();
        }
    }
}
