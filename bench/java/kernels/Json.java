import java.util.*;

/** A JSON parser and printer: recursion, maps, lists, builders, numbers from text. */
public class Json {
    private final String text;
    private int at;

    Json(String text) {
        this.text = text;
    }

    static Object parse(String text) {
        Json p = new Json(text);
        Object value = p.value();
        p.space();
        if (p.at != text.length()) {
            throw p.error("end");
        }
        return value;
    }

    private IllegalArgumentException error(String expected) {
        return new IllegalArgumentException(expected + " expected at " + at);
    }

    private void space() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private char next() {
        space();
        if (at == text.length()) {
            throw error("more");
        }
        return text.charAt(at);
    }

    private void take(char c) {
        if (next() != c) {
            throw error(String.valueOf(c));
        }
        at++;
    }

    private Object value() {
        switch (next()) {
            case '{': {
                Map<String, Object> map = new LinkedHashMap<>();
                at++;
                if (next() == '}') {
                    at++;
                    return map;
                }
                while (true) {
                    if (next() != '"') {
                        throw error("name");
                    }
                    String name = string();
                    take(':');
                    map.put(name, value());
                    if (next() != ',') {
                        take('}');
                        return map;
                    }
                    at++;
                }
            }
            case '[': {
                List<Object> list = new ArrayList<>();
                at++;
                if (next() == ']') {
                    at++;
                    return list;
                }
                while (true) {
                    list.add(value());
                    if (next() != ',') {
                        take(']');
                        return list;
                    }
                    at++;
                }
            }
            case '"':
                return string();
            case 't':
                return word("true", Boolean.TRUE);
            case 'f':
                return word("false", Boolean.FALSE);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw error(word);
        }
        at += word.length();
        return value;
    }

    private String string() {
        StringBuilder s = new StringBuilder();
        for (at++;; at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return s.toString();
            }
            if (c == '\\') {
                c = text.charAt(++at);
                switch (c) {
                    case 'n' -> c = '\n';
                    case 't' -> c = '\t';
                    case 'u' -> {
                        c = (char) Integer.parseInt(text, at + 1, at + 5, 16);
                        at += 4;
                    }
                    default -> { }
                }
            }
            s.append(c);
        }
    }

    private Object number() {
        int from = at;
        boolean fraction = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '.' || c == 'e' || c == 'E') {
                fraction = true;
            } else if (c != '-' && c != '+' && (c < '0' || c > '9')) {
                break;
            }
        }
        if (from == at) {
            throw error("value");
        }
        String digits = text.substring(from, at);
        return fraction ? (Object) Double.valueOf(digits) : (Object) Long.valueOf(digits);
    }

    static void print(StringBuilder out, Object value) {
        if (value instanceof Map<?, ?> map) {
            char separator = '{';
            for (Map.Entry<?, ?> e : map.entrySet()) {
                print(out.append(separator), e.getKey());
                print(out.append(':'), e.getValue());
                separator = ',';
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            out.append('[');
            for (int i = 0; i < list.size(); i++) {
                if (i > 0) {
                    out.append(',');
                }
                print(out, list.get(i));
            }
            out.append(']');
        } else if (value instanceof String s) {
            out.append('"');
            for (int i = 0; i < s.length(); i++) {
                char c = s.charAt(i);
                switch (c) {
                    case '"', '\\' -> out.append('\\').append(c);
                    case '\n' -> out.append("\\n");
                    case '\t' -> out.append("\\t");
                    default -> {
                        if (c < ' ' || c > '~') {
                            out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
                        } else {
                            out.append(c);
                        }
                    }
                }
            }
            out.append('"');
        } else {
            out.append(value);
        }
    }

    static Object document() {
        List<Object> people = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            Map<String, Object> p = new LinkedHashMap<>();
            p.put("id", (long) i * 7919 % 100_003);
            p.put("name", "person \"" + i + "\"\n\u00e9\t" + i % 13);
            p.put("score", i * 37 % 1000 / 8.0);
            p.put("active", i % 3 == 0);
            p.put("parent", i % 5 == 0 ? null : Map.of("ref", (long) i / 5));
            List<Object> tags = new ArrayList<>();
            for (int k = 0; k < i % 7; k++) {
                tags.add("tag" + (i + k) % 11);
            }
            p.put("tags", tags);
            people.add(p);
        }
        return new LinkedHashMap<>(Map.of("people", people));
    }

    public static Object run() {
        StringBuilder out = new StringBuilder();
        print(out, document());
        String text = out.toString();
        int h = text.length();
        for (int i = 0; i < 5; i++) {
            out.setLength(0);
            print(out, parse(text));
            if (!text.contentEquals(out)) {
                throw new AssertionError("print and parse differ");
            }
            h = h * 31 + out.toString().hashCode();
        }
        try {
            parse(text.substring(0, text.length() / 2) + "!");
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            h++;
        }
        return h;
    }
}
