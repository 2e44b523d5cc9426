// Waits for the end of its input, while tools look at it. With the arguments "connect PATH" it is a tool itself: it sends a request
// to a socket and prints how many bytes come back.
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

public class AttachTarget {
    static final class Counted {
        final Object next;

        Counted(Object next) {
            this.next = next;
        }
    }

    static Counted list;

    static final CountDownLatch initializing = new CountDownLatch(1), initialized = new CountDownLatch(1);

    static class Slow {
        static int field;

        static {
            initializing.countDown();
            try {
                initialized.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static void useSlow() {
        Slow.field++;
    }

    static void hold(ReentrantLock lock, CountDownLatch held, CountDownLatch end) {
        lock.lock();
        try {
            held.countDown();
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    static void connect(String path) throws Exception {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(path)))) {
            int total = 0;
            try {
                channel.write(ByteBuffer.wrap("1\0jcmd\0VM.version\0\0\0".getBytes()));
                ByteBuffer buffer = ByteBuffer.allocate(1000);
                for (int n; (n = channel.read(buffer)) > 0; buffer.clear()) {
                    total += n;
                }
            } catch (java.io.IOException e) {
                // closed before we have written
            }
            System.out.println("answer of " + total + " bytes");
        }
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 2 && args[0].equals("connect")) {
            connect(args[1]);
            return;
        }
        for (int i = 0; i < 12345; i++) {
            list = new Counted(list);
        }
        CountDownLatch held = new CountDownLatch(1), end = new CountDownLatch(1);
        Thread holder = new Thread(() -> hold(new ReentrantLock(), held, end), "holder of a lock");
        holder.start();
        held.await();
        Thread initializer = new Thread(AttachTarget::useSlow, "initializer of a class");
        initializer.start();
        initializing.await();
        Thread waiter = new Thread(AttachTarget::useSlow, "waiter for a class");
        waiter.start();
        System.out.println("ready");
        while (System.in.read() >= 0) {
        }
        end.countDown();
        initialized.countDown();
        holder.join();
        initializer.join();
        waiter.join();
        System.out.println("done");
    }
}
