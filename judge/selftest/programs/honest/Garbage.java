// claim: Java makes a gigabyte of garbage while it keeps 64 MiB
// expect: AC
// limits: cpu_time=30 memory=384M
// prints: 64 1024 true

import java.util.*;

public class Garbage {
    public static void main(String[] arguments) {
        List<byte[]> kept = new ArrayList<>();
        for (int i = 0; i < 64; i++) kept.add(new byte[1 << 20]);
        long made = 0;
        Random random = new Random(1);
        Map<Integer, byte[]> some = new LinkedHashMap<>();
        for (int i = 0; i < 16384; i++) {
            byte[] block = new byte[1 << 16];
            block[random.nextInt(block.length)] = 1;
            made += block.length;
            some.put(i, block);
            if (some.size() > 100) some.remove(i - 100);
        }
        Runtime.getRuntime().gc();
        boolean used = Runtime.getRuntime().totalMemory() >= 64 << 20;
        System.out.println(kept.size() + " " + made / (1 << 20) + " " + used);
    }
}
