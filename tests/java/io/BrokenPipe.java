// A write to a connection or pipe that nobody reads is an IOException, not the end of the process.
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;

public class BrokenPipe {
    interface Attempt {
        void run() throws Exception;
    }

    /** Writes until it fails: the peer's refusal may take a while to arrive. */
    static void untilItFails(String what, Attempt write) throws Exception {
        for (int i = 0; i < 1000; i++) {
            try {
                write.run();
            } catch (IOException e) {
                System.out.println(what + ": IOException after the peer closed");
                return;
            }
            Thread.sleep(2);
        }
        System.out.println(what + ": never failed");
    }

    public static void main(String[] args) throws Exception {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        untilItFails("pipe", () -> pipe.sink().write(ByteBuffer.wrap(new byte[16])));

        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 5, here);
                Socket client = new Socket(here, server.getLocalPort())) {
            server.accept().close();
            OutputStream out = client.getOutputStream();
            untilItFails("socket", () -> out.write(new byte[16]));
        }
        try (ServerSocket server = new ServerSocket(0, 5, here);
                SocketChannel client =
                        SocketChannel.open(new InetSocketAddress(here, server.getLocalPort()))) {
            server.accept().close();
            untilItFails("channel", () -> client.write(ByteBuffer.wrap(new byte[16])));
        }
        Process p = new ProcessBuilder("sh", "-c", "exec 0<&-; sleep 1").start();
        OutputStream in = p.getOutputStream();
        untilItFails("process", () -> {
            in.write(new byte[16]);
            in.flush();
        });
        System.out.println("exit " + p.waitFor());

        // a child process has the default action
        Process child = new ProcessBuilder("sh", "-c", "kill -PIPE $$; echo survived").start();
        System.out.println("child: " + child.waitFor() + " "
                + new String(child.getInputStream().readAllBytes()).trim());
    }
}
