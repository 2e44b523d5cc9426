// Sockets on the loopback: TCP, UDP, channels, selectors, timeouts, closing, HTTP server and clients.
import com.sun.net.httpserver.HttpServer;
import java.io.*;
import java.net.*;
import java.net.http.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.util.*;

public class Sockets {
    public static void main(String[] args) throws Exception {
        InetAddress lo = InetAddress.getLoopbackAddress();
        System.out.println(lo + " " + lo.isLoopbackAddress() + " " + InetAddress.getByName("127.0.0.1") + " " + InetAddress.getByAddress(new byte[] {10, 0, 0, 1}).isSiteLocalAddress() + " " + InetAddress.getByName("::1"));
        try (ServerSocket server = new ServerSocket(0, 5, lo)) {
            Thread t = new Thread(() -> {
                try (Socket s = server.accept(); BufferedReader r = new BufferedReader(new InputStreamReader(s.getInputStream())); PrintWriter w = new PrintWriter(s.getOutputStream(), true)) {
                    for (String line; (line = r.readLine()) != null;) {
                        w.println("echo " + line);
                    }
                } catch (IOException e) {
                    System.out.println(e);
                }
            });
            t.start();
            try (Socket s = new Socket(lo, server.getLocalPort())) {
                s.setTcpNoDelay(true);
                s.setSoTimeout(5000);
                PrintWriter w = new PrintWriter(s.getOutputStream(), true);
                BufferedReader r = new BufferedReader(new InputStreamReader(s.getInputStream()));
                w.println("one");
                w.println("two");
                System.out.println(r.readLine() + " " + r.readLine() + " " + s.isConnected() + " " + s.getTcpNoDelay() + " " + s.getSoTimeout());
                s.shutdownOutput();
                System.out.println(r.readLine() + " " + s.isOutputShutdown());
            }
            t.join();
            server.setSoTimeout(20);
            try {
                server.accept();
            } catch (SocketTimeoutException e) {
                System.out.println(e.getMessage());
            }
            Thread blocked = new Thread(() -> {
                try {
                    server.setSoTimeout(0);
                    server.accept();
                } catch (IOException e) {
                    System.out.println(e);
                }
            });
            blocked.start();
            Thread.sleep(50);
            server.close();
            blocked.join();
        }
        int closed;
        try (ServerSocket s = new ServerSocket(0)) {
            closed = s.getLocalPort();
        }
        try {
            new Socket(lo, closed);
        } catch (ConnectException e) {
            System.out.println(e.getMessage());
        }
        try (DatagramSocket a = new DatagramSocket(0, lo); DatagramSocket b = new DatagramSocket(0, lo)) {
            byte[] data = "datagram".getBytes();
            a.send(new DatagramPacket(data, data.length, lo, b.getLocalPort()));
            DatagramPacket in = new DatagramPacket(new byte[100], 100);
            b.receive(in);
            System.out.println(new String(in.getData(), 0, in.getLength()) + " " + (in.getPort() == a.getLocalPort()));
        }
        try (Selector sel = Selector.open(); ServerSocketChannel ssc = ServerSocketChannel.open()) {
            ssc.bind(new InetSocketAddress(lo, 0)).configureBlocking(false);
            ssc.register(sel, SelectionKey.OP_ACCEPT);
            System.out.println(sel.selectNow() + " " + sel.select(5));
            SocketChannel client = SocketChannel.open(ssc.getLocalAddress());
            client.write(ByteBuffer.wrap("selected".getBytes()));
            String got = "";
            while (got.length() < 8) {
                sel.select(1000);
                for (Iterator<SelectionKey> it = sel.selectedKeys().iterator(); it.hasNext();) {
                    SelectionKey k = it.next();
                    it.remove();
                    if (k.isAcceptable()) {
                        SocketChannel sc = ssc.accept();
                        sc.configureBlocking(false);
                        sc.register(sel, SelectionKey.OP_READ, "attached");
                    } else if (k.isReadable()) {
                        ByteBuffer b = ByteBuffer.allocate(3);
                        ((SocketChannel) k.channel()).read(b);
                        got += new String(b.array(), 0, b.position());
                        if (got.length() == 8) {
                            System.out.println(got + " " + k.attachment());
                            k.channel().close();
                        }
                    }
                }
            }
            System.out.println(client.read(ByteBuffer.allocate(1)));
            client.close();
            Thread waker = new Thread(sel::wakeup);
            waker.start();
            System.out.println(sel.select());
        }
        HttpServer http = HttpServer.create(new InetSocketAddress(lo, 0), 0);
        http.createContext("/hello", x -> {
            byte[] body = (x.getRequestMethod() + " " + x.getRequestURI().getQuery() + " " + new String(x.getRequestBody().readAllBytes())).getBytes();
            x.getResponseHeaders().add("X-Test", "yes");
            x.sendResponseHeaders(200, body.length);
            x.getResponseBody().write(body);
            x.close();
        });
        http.start();
        URL url = new URL("http", lo.getHostAddress(), http.getAddress().getPort(), "/hello?q=1");
        HttpURLConnection c = (HttpURLConnection) url.openConnection();
        System.out.println(c.getResponseCode() + " " + c.getHeaderField("X-Test") + " " + new String(c.getInputStream().readAllBytes()));
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<String> r = client.send(HttpRequest.newBuilder(url.toURI()).POST(HttpRequest.BodyPublishers.ofString("body")).build(), HttpResponse.BodyHandlers.ofString());
        System.out.println(r.statusCode() + " " + r.body() + " " + r.version());
        System.out.println(client.sendAsync(HttpRequest.newBuilder(url.toURI().resolve("/none")).build(), HttpResponse.BodyHandlers.discarding()).get().statusCode());
        http.stop(0);
        System.out.println(new URI("http://u@h:8/p%20q?x#f").getPath() + " " + URLEncoder.encode("a b&ü", "UTF-8") + " " + URLDecoder.decode("a+b%C3%BC", "UTF-8") + " " + NetworkInterface.getByInetAddress(lo).isLoopback());
        try {
            new URL("nope://x");
        } catch (MalformedURLException e) {
            System.out.println(e.getMessage());
        }
        System.exit(0);
    }
}
