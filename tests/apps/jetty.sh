#!/usr/bin/env bash
# Jetty with servlets, sessions, compression and a filter; a client on HotSpot sends 10,000 requests from 8 threads; the server is stopped by SIGTERM.
. "$(dirname "$0")/common.sh"
jars=/usr/share/java
need $jars/jetty9-servlet.jar libjetty9-java
path=$(printf "$jars/%s.jar:" jetty9-server jetty9-servlet jetty9-servlets jetty9-security jetty9-http jetty9-io jetty9-util servlet-api)
prepare
cat >"$shared/JettyServer.java" <<'EOF'
import java.io.*;
import java.nio.file.*;
import java.util.*;
import javax.servlet.*;
import javax.servlet.http.*;
import org.eclipse.jetty.server.*;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.eclipse.jetty.servlet.*;

public class JettyServer {
    static long filtered;

    public static void main(String[] args) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
        context.addFilter(new FilterHolder((Filter) (request, response, chain) -> {
            synchronized (JettyServer.class) {
                filtered++;
            }
            chain.doFilter(request, response);
        }), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getWriter().println(new TreeMap<>(request.getParameterMap()).keySet() + " " + request.getParameter("b") + " " + request.getHeader("X-Number"));
            }

            @Override
            protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.setContentType("text/plain; charset=utf-8");
                char[] buffer = new char[1000];
                for (int n; (n = request.getReader().read(buffer)) > 0;) {
                    response.getWriter().write(buffer, 0, n);
                }
            }
        }), "/echo");
        context.addServlet(new ServletHolder(new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                AsyncContext async = request.startAsync();
                async.start(() -> {
                    try {
                        byte[] data = new byte[Integer.parseInt(request.getParameter("n"))];
                        Arrays.fill(data, (byte) 'x');
                        response.setContentLength(data.length);
                        response.getOutputStream().write(data);
                    } catch (IOException e) {
                        e.printStackTrace();
                    }
                    async.complete();
                });
            }
        }), "/large");
        context.addServlet(new ServletHolder(new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                HttpSession session = request.getSession();
                Integer n = (Integer) session.getAttribute("n");
                session.setAttribute("n", n = n == null ? 1 : n + 1);
                response.getWriter().println("count " + n);
            }
        }), "/count");
        context.addServlet(new ServletHolder(new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.setContentType("text/html");
                response.getWriter().format("<p>Hello, %s</p>%n", request.getParameter("name"));
            }
        }), "/page");
        GzipHandler gzip = new GzipHandler();
        gzip.setHandler(context);
        server.setHandler(gzip);
        server.setStopAtShutdown(true);
        server.start();
        // In a hook: the process may end before another thread prints.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                server.join();
                System.out.println("stopped after " + filtered);
            } catch (InterruptedException e) {
                e.printStackTrace();
            }
        }));
        Path temporary = Path.of("port.tmp");
        Files.writeString(temporary, String.valueOf(connector.getLocalPort()));
        Files.move(temporary, Path.of("port"));
        server.join();
    }
}
EOF
javac -cp "$path" -d "$shared" "$shared/JettyServer.java" "$here/Load.java"
server() { exec "$JAVA" -cp "$shared:$path" JettyServer; }
port() { [ -s port ] && cat port; }
work() { serve; }
compare
