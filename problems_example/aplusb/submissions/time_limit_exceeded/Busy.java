// Time limit exceeded: an endless loop.
public class Busy {
    static volatile long n;

    public static void main(String[] args) {
        while (true) n++;
    }
}
