import java.io.*;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.FutureTask;
import javax.servlet.http.*;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/** Jetty on loopback, with a servlet, and two clients with a kept connection each, 200 requests in all; started and stopped each time. */
public class AppJetty {
    public static class Echo extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain; charset=utf-8");
            PrintWriter out = response.getWriter();
            for (String name : new TreeSet<>(request.getParameterMap().keySet())) {
                out.println(name + " = " + request.getParameter(name));
            }
            out.println(request.getPathInfo() + " " + request.getHeader("X-Number"));
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            long h = 0;
            int n = 0;
            try (BufferedReader in = request.getReader()) {
                for (int c; (c = in.read()) >= 0; n++) {
                    h = h * 31 + c;
                }
            }
            response.setStatus(n % 2 == 0 ? 200 : 201);
            response.getWriter().print(n + ":" + h);
        }
    }

    /** One client: a hash of the answers. */
    static long client(int port, int me) throws IOException {
        long h = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < 100; i++) {
                String head;
                String body = "";
                if (i % 4 == 3) {
                    body = "some text of client " + me + " ".repeat(i) + "end\n";
                    head = "POST /echo/in HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n";
                } else {
                    head = "GET /echo/path" + i % 5 + "?b=" + i + "&a=x%20y&me=" + me + " HTTP/1.1\r\n";
                }
                out.write((head + "Host: localhost\r\nX-Number: " + i + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
                String status = line(in);
                int length = -1;
                for (String l; !(l = line(in)).isEmpty();) {
                    if (l.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Integer.parseInt(l.substring(15).trim());
                    }
                }
                h = h * 31 + (status + new String(in.readNBytes(length), StandardCharsets.UTF_8)).hashCode();
            }
        }
        return h;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder s = new StringBuilder();
        for (int c; (c = in.read()) != '\n';) {
            if (c < 0) {
                throw new EOFException("after " + s);
            }
            if (c != '\r') {
                s.append((char) c);
            }
        }
        return s.toString();
    }

    public static Object run() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        context.addServlet(new ServletHolder(new Echo()), "/echo/*");
        server.setHandler(context);
        server.start();
        try {
            int port = connector.getLocalPort();
            FutureTask<Long> other = new FutureTask<>(() -> client(port, 1));
            new Thread(other).start();
            return client(port, 0) + "/" + other.get();
        } finally {
            server.stop();
        }
    }
}
