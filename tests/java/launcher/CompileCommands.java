// vm: -XX:CompileCommand=exclude,CompileCommands::sum -XX:CompileCommand=inline,java/lang/*.leng* -XX:CompileCommand=nothing,A::b -XX:CompileCommand=dontinline,A**.b -XX:CompileCommand=CompileThresholdScaling,CompileCommands::*,0.5 -XX:CompileCommand=option,CompileCommands::sum,double,CompileThresholdScaling,0.25 -XX:CompileCommand=exclude,a.b.c -XX:CompileCommand=dontinline,CompileCommands.sum(I)J
// compare: all
// What is said of commands, good and bad ones.
public class CompileCommands {
    static long sum(int n) {
        long s = 0;
        for (int i = 0; i < n; i++) {
            s += i;
        }
        return s;
    }

    public static void main(String[] args) {
        long s = 0;
        for (int i = 0; i < 20_000; i++) {
            s += sum(i % 100);
        }
        System.out.println(s);
    }
}
