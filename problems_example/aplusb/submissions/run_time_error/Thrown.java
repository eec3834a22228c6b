// Run-time error: an uncaught exception once a number is too large for int.
import java.util.Scanner;

public class Thrown {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        System.out.println(in.nextInt() + in.nextInt());
    }
}
