// Accepted, n log n.
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StreamTokenizer;
import java.util.Arrays;

public class Spread {
    public static void main(String[] args) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
        in.nextToken();
        int n = (int) in.nval;
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            in.nextToken();
            x[i] = in.nval;
        }
        Arrays.sort(x);
        double sum = 0;
        for (int i = 0; i < n; i++) sum += x[i] * (2.0 * i - n + 1);
        System.out.println(sum / (0.5 * n * (n - 1)));
    }
}
