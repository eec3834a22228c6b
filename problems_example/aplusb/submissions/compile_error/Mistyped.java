// Compile error: a String is no number.
import java.util.Scanner;

public class Mistyped {
    public static void main(String[] args) {
        long a = new Scanner(System.in).next();
        System.out.println(a);
    }
}
