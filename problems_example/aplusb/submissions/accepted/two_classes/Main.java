// Accepted: two classes in two files; this one has the main method.
import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        System.out.println(Adder.sum(in.nextLong(), in.nextLong()));
    }
}
