// Wrong answer: adds the words, not the numbers.
import java.util.Scanner;

public class Concatenated {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        System.out.println(in.next() + in.next());
    }
}
