/** String building, hashing, searching and splitting. */
public class StringBuild {
    static final int RESULT = -1685993408;

    public static int run() {
        int h = 0;
        for (int round = 0; round < 60; round++) {
            StringBuilder b = new StringBuilder();
            for (int i = 0; i < 1500; i++) {
                b.append("item").append(i).append(',').append(i * 0x9E3779B9).append(';');
            }
            String s = b.toString();
            h = h * 31 + s.hashCode();
            int from = 0;
            int fields = 0;
            for (int at; (at = s.indexOf(';', from)) >= 0; from = at + 1) {
                String field = s.substring(from, at);
                if (field.endsWith("7") || field.contains("m1")) {
                    fields++;
                }
            }
            h += fields;
        }
        return h;
    }

    public static void main(String[] args) {
        System.out.println("StringBuild " + (run() == RESULT ? "ok" : "WRONG"));
    }
}
