// claim: Java prints without end and swallows every error of its stream
// layer: output
// expect: OLE
// limits: output=64K cpu_time=4
// without: output

public class Flood {
    public static void main(String[] arguments) {
        String line = "x".repeat(1000);
        for (int i = 0; i < 400; i++) {
            try {
                System.out.println(line);
                System.err.println(i);
            } catch (Throwable ignored) {
            }
        }
        System.out.println("done");
    }
}
