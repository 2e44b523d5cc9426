// javac: -XDstringConcat=inline
// stdin: first line\nsecond\n\n12 34\n
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Scanner;

public class Stdin {
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        System.out.println(in.readLine());
        System.out.println(in.readLine());
        System.out.println(in.readLine().isEmpty());
        Scanner scanner = new Scanner(in);
        System.out.println(scanner.nextInt() + scanner.nextInt());
        System.out.println(scanner.hasNext());
        System.out.println(System.in.read());
    }
}
