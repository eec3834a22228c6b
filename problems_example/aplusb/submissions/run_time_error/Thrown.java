// Run-time error: an uncaught exception as soon as the sum is negative.
import java.util.Scanner;

public class Thrown {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        long sum = in.nextLong() + in.nextLong();
        if (sum < 0) throw new IllegalStateException("the sum is negative: " + sum);
        System.out.println(sum);
    }
}
