import java.io.IOException;
import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.zip.CRC32;

/**
 * A client with bounded load: {@code Load URL REQUESTS THREADS} sends requests of several kinds (small and large answers, bodies, a session, a missing page) and prints
 * how many answers there were of each status, and a checksum which does not depend on their order. Ends with 1 if a request got no answer.
 */
public class Load {
    public static void main(String[] args) throws Exception {
        URI base = URI.create(args[0]);
        int requests = Integer.parseInt(args[1]);
        int threads = Integer.parseInt(args[2]);
        ConcurrentMap<String, LongAdder> counts = new ConcurrentSkipListMap<>();
        AtomicLong checksum = new AtomicLong();
        AtomicInteger next = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int t = 0; t < threads; t++) {
            pool.execute(() -> {
                // A session for each thread.
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(new java.net.CookieManager()).build();
                int inSession = 0;
                for (int i; (i = next.getAndIncrement()) < requests;) {
                    HttpRequest.Builder r = HttpRequest.newBuilder().timeout(java.time.Duration.ofSeconds(60));
                    switch (i % 10) {
                        case 0 -> r.uri(base.resolve("/large?n=" + i % 50 * 2_000));
                        case 1, 2 -> r.uri(base.resolve("/echo")).POST(HttpRequest.BodyPublishers.ofString(("body " + i + "\u00e9\n").repeat(1 + i % 300)));
                        case 3 -> r.uri(base.resolve("/missing" + i % 3));
                        case 4 -> r.uri(base.resolve("/count"));
                        case 5 -> r.uri(base.resolve("/page?name=n" + i % 17));
                        default -> r.uri(base.resolve("/echo?a=" + i + "&b=x%20y%26" + i % 7)).header("X-Number", String.valueOf(i));
                    }
                    try {
                        HttpResponse<byte[]> answer = client.send(r.build(), HttpResponse.BodyHandlers.ofByteArray());
                        byte[] body = answer.body();
                        // A page about an error may name objects by their identity.
                        if (i % 10 == 4) {
                            String expected = "count " + ++inSession;
                            if (!new String(body, StandardCharsets.UTF_8).trim().equals(expected)) {
                                throw new IOException("not " + expected + " but " + new String(body, StandardCharsets.UTF_8));
                            }
                        } else if (answer.statusCode() < 400) {
                            CRC32 crc = new CRC32();
                            crc.update(body);
                            checksum.addAndGet(crc.getValue() * (i + 1L));
                        }
                        counts.computeIfAbsent(String.valueOf(answer.statusCode()), k -> new LongAdder()).increment();
                    } catch (IOException | InterruptedException e) {
                        counts.computeIfAbsent("failed", k -> new LongAdder()).increment();
                        e.printStackTrace();
                    }
                }
            });
        }
        pool.shutdown();
        pool.awaitTermination(30, TimeUnit.MINUTES);
        System.out.println(counts + " " + Long.toHexString(checksum.get()));
        System.exit(counts.containsKey("failed") ? 1 : 0);
    }
}
