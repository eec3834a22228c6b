// Accepted, n log n.
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;

public class Spread {
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        int n = Integer.parseInt(in.readLine());
        double[] x = new double[n];
        for (int i = 0; i < n; i++) x[i] = Double.parseDouble(in.readLine());
        Arrays.sort(x);
        double sum = 0;
        for (int i = 0; i < n; i++) sum += x[i] * (2.0 * i - n + 1);
        System.out.println(sum / (0.5 * n * (n - 1)));
    }
}
