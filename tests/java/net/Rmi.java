// RMI over the loopback: registry, stubs, remote exceptions, callbacks.
import java.rmi.*;
import java.rmi.registry.*;
import java.rmi.server.UnicastRemoteObject;
import java.util.*;

public class Rmi {
    public interface Callback extends Remote {
        void told(String what) throws RemoteException;
    }

    public interface Service extends Remote {
        int add(int a, int b) throws RemoteException;

        List<String> names(Map<String, Integer> m, Callback c) throws RemoteException;

        void fail() throws RemoteException;
    }

    static class Impl implements Service {
        public int add(int a, int b) {
            return a + b;
        }

        public List<String> names(Map<String, Integer> m, Callback c) throws RemoteException {
            c.told("calling back " + m.size());
            return new ArrayList<>(m.keySet());
        }

        public void fail() {
            throw new IllegalStateException("remote failure");
        }
    }

    public static void main(String[] args) throws Exception {
        System.setProperty("java.rmi.server.hostname", "127.0.0.1");
        Registry r = null;
        int port = 0;
        for (port = 41234; r == null; port++) {
            try {
                r = LocateRegistry.createRegistry(port);
            } catch (RemoteException e) {
                continue;
            }
            break;
        }
        Impl impl = new Impl();
        r.rebind("service", UnicastRemoteObject.exportObject(impl, 0));
        Service s = (Service) LocateRegistry.getRegistry("127.0.0.1", port).lookup("service");
        System.out.println(s.add(20, 22) + " " + (s != (Object) impl));
        Callback c = what -> System.out.println(what);
        Callback stub = (Callback) UnicastRemoteObject.exportObject(c, 0);
        System.out.println(s.names(new TreeMap<>(Map.of("a", 1, "b", 2)), stub));
        try {
            s.fail();
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        try {
            LocateRegistry.getRegistry("127.0.0.1", port).lookup("none");
        } catch (NotBoundException e) {
            System.out.println(e);
        }
        System.out.println(Arrays.toString(r.list()) + " " + UnicastRemoteObject.unexportObject(impl, true) + " " + UnicastRemoteObject.unexportObject(c, true));
        try {
            s.add(1, 1);
        } catch (NoSuchObjectException e) {
            System.out.println("gone");
        }
        UnicastRemoteObject.unexportObject(r, true);
        System.exit(0);
    }
}
