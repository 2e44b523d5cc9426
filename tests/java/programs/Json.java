// A JSON parser and printer with positions in its errors.
import java.util.*;

public class Json {
    static final class ParseException extends RuntimeException {
        ParseException(String what, int at) {
            super(what + " at " + at);
        }
    }

    final String s;
    int at;

    Json(String s) {
        this.s = s;
    }

    static Object parse(String s) {
        Json j = new Json(s);
        Object v = j.value();
        j.space();
        if (j.at != s.length()) {
            throw new ParseException("trailing text", j.at);
        }
        return v;
    }

    void space() {
        while (at < s.length() && Character.isWhitespace(s.charAt(at))) {
            at++;
        }
    }

    char peek() {
        if (at >= s.length()) {
            throw new ParseException("unexpected end", at);
        }
        return s.charAt(at);
    }

    void expect(char c) {
        if (peek() != c) {
            throw new ParseException("expected '" + c + "' but got '" + peek() + "'", at);
        }
        at++;
    }

    Object value() {
        space();
        char c = peek();
        switch (c) {
            case '{': {
                at++;
                Map<String, Object> m = new LinkedHashMap<>();
                space();
                if (peek() == '}') {
                    at++;
                    return m;
                }
                do {
                    space();
                    String k = string();
                    space();
                    expect(':');
                    m.put(k, value());
                    space();
                } while (more('}'));
                return m;
            }
            case '[': {
                at++;
                List<Object> l = new ArrayList<>();
                space();
                if (peek() == ']') {
                    at++;
                    return l;
                }
                do {
                    l.add(value());
                    space();
                } while (more(']'));
                return l;
            }
            case '"':
                return string();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    boolean more(char close) {
        if (peek() == ',') {
            at++;
            return true;
        }
        expect(close);
        return false;
    }

    Object word(String w, Object v) {
        if (!s.startsWith(w, at)) {
            throw new ParseException("bad word", at);
        }
        at += w.length();
        return v;
    }

    Number number() {
        int start = at;
        boolean real = false;
        while (at < s.length() && "+-.eE0123456789".indexOf(s.charAt(at)) >= 0) {
            real |= ".eE".indexOf(s.charAt(at)) >= 0;
            at++;
        }
        String t = s.substring(start, at);
        try {
            return real ? (Number) Double.valueOf(t) : (Number) Long.valueOf(t);
        } catch (NumberFormatException e) {
            throw new ParseException("bad number '" + t + "'", start);
        }
    }

    String string() {
        expect('"');
        StringBuilder b = new StringBuilder();
        for (char c; (c = peek()) != '"';) {
            at++;
            if (c == '\\') {
                c = peek();
                at++;
                switch (c) {
                    case 'n' -> b.append('\n');
                    case 't' -> b.append('\t');
                    case 'u' -> {
                        b.append((char) Integer.parseInt(s.substring(at, at + 4), 16));
                        at += 4;
                    }
                    default -> b.append(c);
                }
            } else {
                b.append(c);
            }
        }
        at++;
        return b.toString();
    }

    static void print(Object o, StringBuilder b, int indent) {
        if (o instanceof Map<?, ?> m) {
            b.append("{");
            String sep = "\n";
            for (Map.Entry<?, ?> e : m.entrySet()) {
                b.append(sep).append("  ".repeat(indent + 1)).append('"').append(e.getKey()).append("\": ");
                print(e.getValue(), b, indent + 1);
                sep = ",\n";
            }
            b.append('\n').append("  ".repeat(indent)).append('}');
        } else if (o instanceof List<?> l) {
            b.append('[');
            String sep = "";
            for (Object x : l) {
                b.append(sep);
                print(x, b, indent);
                sep = ", ";
            }
            b.append(']');
        } else if (o instanceof String s) {
            b.append('"');
            s.chars().forEach(c -> {
                if (c < 32 || c > 126) {
                    b.append(String.format("\\u%04x", c));
                } else {
                    b.append((char) c);
                }
            });
            b.append('"');
        } else {
            b.append(o);
        }
    }

    public static void main(String[] args) {
        String text = "{\"name\": \"J\\u00fcrgen\\n\", \"list\": [1, -2.5, 1e3, true, null, []], \"nested\": {\"a\": {\"b\": [{\"c\": {}}]}}, \"big\": 9223372036854775807}";
        StringBuilder b = new StringBuilder();
        print(parse(text), b, 0);
        System.out.println(b);
        System.out.println(parse(b.toString()).equals(parse(text)));
        for (String bad : new String[] {"", "{", "[1,]", "{\"a\" 1}", "tru", "[1 2]", "1 2", "\"abc", "-", "{\"a\":}", "[\"\\"}) {
            try {
                System.out.println(parse(bad));
            } catch (ParseException | StringIndexOutOfBoundsException e) {
                System.out.println(bad + " -> " + e.getMessage());
            }
        }
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            deep.append("[");
        }
        deep.append("1").append("]".repeat(500));
        Object o = parse(deep.toString());
        int depth = 0;
        while (o instanceof List<?> l) {
            o = l.get(0);
            depth++;
        }
        System.out.println(depth);
    }
}
