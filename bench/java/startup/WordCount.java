import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;

/** A command line tool: options, a text read by lines, words counted, a table printed. */
public class WordCount {
    private int top = 10;
    private int minimum = 1;
    private boolean ignoreCase;
    private final List<String> files = new ArrayList<>();

    static class UsageException extends Exception {
        UsageException(String message) {
            super(message);
        }
    }

    void parse(String[] args) throws UsageException {
        Iterator<String> it = Arrays.asList(args).iterator();
        while (it.hasNext()) {
            String arg = it.next();
            switch (arg) {
                case "-n", "--top" -> top = number(arg, it);
                case "-m", "--min-length" -> minimum = number(arg, it);
                case "-i", "--ignore-case" -> ignoreCase = true;
                default -> {
                    if (arg.startsWith("-") && arg.length() > 1) {
                        throw new UsageException("unknown option " + arg);
                    }
                    files.add(arg);
                }
            }
        }
    }

    static int number(String option, Iterator<String> it) throws UsageException {
        if (!it.hasNext()) {
            throw new UsageException(option + " needs a number");
        }
        String value = it.next();
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new UsageException(option + ": not a number: " + value);
        }
    }

    /** What is counted when no file is named: 20,000 words in 2,000 lines. */
    static String generated() {
        String[] stems = {"water", "stone", "river", "light", "House", "morning", "green", "walk", "song", "paper", "window", "Tree"};
        String[] ends = {"", "s", "ing", "ed", "er"};
        Random random = new Random(11);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(stems[random.nextInt(stems.length)]).append(ends[random.nextInt(ends.length)]).append(i % 10 == 9 ? ".\n" : i % 4 == 3 ? ", " : " ");
        }
        return text.toString();
    }

    void run() throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        long lines = 0;
        long words = 0;
        for (String file : files.isEmpty() ? List.of("-") : files) {
            String text = file.equals("-") ? generated() : Files.readString(Path.of(file));
            try (BufferedReader reader = new BufferedReader(new StringReader(text))) {
                for (String line; (line = reader.readLine()) != null; lines++) {
                    for (String word : line.split("[^\\p{Alpha}]+")) {
                        if (word.length() >= minimum) {
                            counts.merge(ignoreCase ? word.toLowerCase(Locale.ROOT) : word, 1, Integer::sum);
                            words++;
                        }
                    }
                }
            }
        }
        List<Map.Entry<String, Integer>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        System.out.printf("%d lines, %d words, %d different%n", lines, words, counts.size());
        for (Map.Entry<String, Integer> e : sorted.subList(0, Math.min(top, sorted.size()))) {
            System.out.printf("%6d  %5.2f %%  %s%n", e.getValue(), 100.0 * e.getValue() / words, e.getKey());
        }
    }

    public static void main(String[] args) throws IOException {
        WordCount tool = new WordCount();
        try {
            tool.parse(args);
        } catch (UsageException e) {
            System.err.println("WordCount: " + e.getMessage());
            System.exit(2);
        }
        tool.run();
    }
}
