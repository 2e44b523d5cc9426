#!/usr/bin/env bash
# Tomcat as installed, with a web application of servlets and a JSP page; a client on HotSpot sends 10,000 requests from 8 threads; stopped by SIGTERM.
. "$(dirname "$0")/common.sh"
tomcat=/usr/share/tomcat10
need $tomcat/bin/bootstrap.jar tomcat10-common
prepare
web=$shared/webapps/ROOT
mkdir -p "$shared/conf" "$web/WEB-INF/classes"
cat >"$shared/conf/server.xml" <<'EOF'
<Server port="-1"><Service name="Catalina">
  <Connector port="0" address="127.0.0.1" protocol="HTTP/1.1" maxThreads="16" compression="on"/>
  <Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps" unpackWARs="false" autoDeploy="false">
    <Valve className="org.apache.catalina.valves.ErrorReportValve" showServerInfo="false"/></Host></Engine>
</Service></Server>
EOF
cat >"$shared/conf/web.xml" <<'EOF'
<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="5.0">
  <servlet><servlet-name>default</servlet-name><servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class><load-on-startup>1</load-on-startup></servlet>
  <servlet><servlet-name>jsp</servlet-name><servlet-class>org.apache.jasper.servlet.JspServlet</servlet-class><load-on-startup>3</load-on-startup></servlet>
  <servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
  <servlet-mapping><servlet-name>jsp</servlet-name><url-pattern>*.jsp</url-pattern></servlet-mapping>
</web-app>
EOF
cat >"$web/WEB-INF/web.xml" <<'EOF'
<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="5.0">
  <servlet><servlet-name>page</servlet-name><jsp-file>/page.jsp</jsp-file></servlet>
  <servlet-mapping><servlet-name>page</servlet-name><url-pattern>/page</url-pattern></servlet-mapping>
</web-app>
EOF
cat >"$web/page.jsp" <<'EOF'
<%@ page contentType="text/html; charset=utf-8" session="false" %>
<%! private String twice(String s) { return s + "-" + s; } %>
<html><body><% for (int i = 0; i < 5; i++) { %><li><%= i * i %> ${param.name} ${1 + 2 * 3} <%= twice(request.getParameter("name")) %></li><% } %>
${param.name.length() > 2 ? "long" : "short"} ${[1, 2, 3].stream().map(x -> x * 2).toList()}</body></html>
EOF
cat >"$shared/Servlets.java" <<'EOF'
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.*;
import jakarta.servlet.http.*;
import java.io.IOException;
import java.util.*;

public class Servlets {
    @WebServlet("/echo")
    public static class Echo extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().println(new TreeMap<>(request.getParameterMap()).keySet() + " " + request.getParameter("b") + " " + request.getHeader("X-Number"));
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain; charset=utf-8");
            request.getReader().transferTo(response.getWriter());
        }
    }

    @WebServlet(value = "/large", asyncSupported = true)
    public static class Large extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    byte[] data = new byte[Integer.parseInt(request.getParameter("n"))];
                    Arrays.fill(data, (byte) 'x');
                    response.getOutputStream().write(data);
                } catch (IOException e) {
                    e.printStackTrace();
                }
                async.complete();
            });
        }
    }

    @WebServlet("/count")
    public static class Count extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            HttpSession session = request.getSession();
            Integer n = (Integer) session.getAttribute("n");
            session.setAttribute("n", n = n == null ? 1 : n + 1);
            response.getWriter().println("count " + n);
        }
    }
}
EOF
javac -cp "$(printf '%s:' $tomcat/lib/*.jar)" -d "$web/WEB-INF/classes" "$shared/Servlets.java"
javac -d "$shared" "$here/Load.java"
cat >"$shared/Get.java" <<'EOF'
class Get {
    public static void main(String[] args) throws Exception {
        new java.net.URL(args[0]).openStream().transferTo(System.out);
    }
}
EOF
server() {
    exec "$JAVA" -Dcatalina.home=$tomcat "-Dcatalina.base=$PWD" "-Djava.io.tmpdir=$PWD/temp" --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED \
        --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.util.concurrent=ALL-UNNAMED --add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED \
        -cp "$tomcat/bin/bootstrap.jar:$tomcat/bin/tomcat-juli.jar" org.apache.catalina.startup.Bootstrap start >log 2>&1
}
port() { grep -o 'Starting ProtocolHandler \["http-nio-127.0.0.1-auto-1-[0-9]*' log | grep -o '[0-9]*$'; }
visit() { "$hotspot" "$shared/Get.java" "$1/page?name=you"; }
work() {
    cp -r "$shared/conf" "$shared/webapps" .
    mkdir temp logs
    serve
    local code=$?
    grep -E 'SEVERE|WARNING|Exception' log | grep -v SecureRandom
    cat log >&2
    return $code
}
compare
