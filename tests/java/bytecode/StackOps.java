// javac: -XDstringConcat=inline
// Code shapes that javac compiles to dup, dup_x1, dup_x2, dup2, dup2_x1, dup2_x2, pop, pop2.
public class StackOps {
    int f = 1;
    long g = 2;
    static int sf;
    static double sg;
    Integer boxed = 5;

    long next() {
        return g++;
    }

    public static void main(String[] args) {
        StackOps o = new StackOps();
        int[] a = {1, 2, 3};
        long[] l = {10, 20, 30};
        double[] d = {0.5, 1.5};
        int x = a[0] = a[1] = 5;
        long y = l[0] = l[1] += 7;
        double z = d[0] = d[1]++;
        int p = o.f = o.f + 3;
        long q = o.g = o.g * 5;
        int r = o.f++ + ++o.f;
        long s = o.g-- - --o.g;
        int t = a[2]++ + ++a[2];
        long u = l[2]-- * --l[2];
        int v = sf = sf += 9;
        double w = sg++ + ++sg;
        System.out.println(x + " " + y + " " + z + " " + p + " " + q + " " + r + " " + s + " " + t + " " + u + " " + v
            + " " + w);
        o.next();
        o.hashCode();
        o.boxed++;
        ++o.boxed;
        Integer old = o.boxed--;
        System.out.println(o.f + " " + o.g + " " + sf + " " + sg + " " + o.boxed + " " + old);
        int i = 0;
        a[i++] = a[i] + i++;
        System.out.println(a[0] + " " + a[1] + " " + i);
        int k = 1;
        k = k++ + k++ * k--;
        System.out.println(k);
        String str = "a";
        str += 1 + 2 + "b" + 3 + 4L + 'c' + 1.0f + null;
        System.out.println(str);
        String[] sa = {"x"};
        sa[0] += "y" + sa[0];
        System.out.println(sa[0]);
        long shift = 1;
        shift <<= 40;
        shift >>>= 3L;
        System.out.println(shift);
        boolean b = true;
        b &= false | true ^ true;
        b |= !b;
        System.out.println(b);
    }
}
