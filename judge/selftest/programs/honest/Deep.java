// claim: Java recurses deeply in a thread with a large stack
// expect: AC
// limits: cpu_time=30 memory=1G
// prints: 1000000

public class Deep {
    static int depth(int left) {
        return left == 0 ? 0 : 1 + depth(left - 1);
    }

    public static void main(String[] arguments) throws Exception {
        Thread thread = new Thread(null, () -> System.out.println(depth(1_000_000)), "deep", 512L << 20);
        thread.start();
        thread.join();
    }
}
