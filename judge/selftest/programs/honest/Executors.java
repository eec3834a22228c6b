// claim: Java threads: an executor, parallel streams, futures, locks, a process of its own
// expect: AC
// limits: cpu_time=30 memory=512M
// prints: 499500 9592 done 4000 hello

import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.stream.*;

public class Executors {
    static boolean isPrime(int n) {
        return n > 1 && IntStream.rangeClosed(2, (int) Math.sqrt(n)).noneMatch(d -> n % d == 0);
    }

    public static void main(String[] arguments) throws Exception {
        ExecutorService pool = java.util.concurrent.Executors.newFixedThreadPool(4);
        List<Future<Integer>> parts = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            parts.add(pool.submit(() -> number));
        }
        int sum = 0;
        for (Future<Integer> part : parts) sum += part.get();
        pool.shutdown();
        pool.awaitTermination(20, TimeUnit.SECONDS);
        long primes = IntStream.range(0, 100_000).parallel().filter(Executors::isPrime).count();
        String word = CompletableFuture.supplyAsync(() -> "do").thenApply(s -> s + "ne").get();
        AtomicInteger counter = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            new Thread(() -> {
                for (int j = 0; j < 1000; j++) counter.incrementAndGet();
                end.countDown();
            }).start();
        }
        end.await();
        Process child = new ProcessBuilder("echo", "hello").start();
        String said = new String(child.getInputStream().readAllBytes()).trim();
        child.waitFor();
        System.out.println(sum + " " + primes + " " + word + " " + counter + " " + said);
    }
}
