// claim: threads of Java compute, each of which is a daemon that nobody waits for
// layer: cpu_time
// expect: TLE
// cause: cpu-time
// limits: cpu_time=1
// without: cpu_time

import java.lang.management.ManagementFactory;

public class Threads {
    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                while (true) {
                    try {
                        Math.sqrt(System.nanoTime());
                    } catch (Throwable ignored) {
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        while (system.getProcessCpuTime() < 4_000_000_000L) {
            Thread.sleep(10);
        }
        System.out.println("ESCAPED: used 4 s of CPU time under a limit of 1 s");
    }
}
