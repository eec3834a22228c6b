// claim: Java keeps data outside of its heap, and catches what it throws
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=96M cpu_time=8
// without: memory

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.*;
import java.util.*;

public class Direct {
    public static void main(String[] arguments) throws Exception {
        List<Object> kept = new ArrayList<>();
        int mebibytes = 0;
        for (int i = 0; i < 110; i++) {
            Path path = Files.createTempFile("kept", "");
            try (var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                MappedByteBuffer buffer = file.map(FileChannel.MapMode.READ_WRITE, 0, 1 << 20);
                for (int at = 0; at < buffer.capacity(); at += 4096) buffer.put(at, (byte) 1);
                kept.add(buffer);
                mebibytes++;
            }
        }
        // Beyond the heap's own size Java itself refuses: that would say nothing of the sandbox.
        for (int i = 0; i < 30; i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
            for (int at = 0; at < buffer.capacity(); at += 4096) buffer.put(at, (byte) 1);
            kept.add(buffer);
            mebibytes++;
        }
        if (mebibytes > 96) System.out.println("ESCAPED: has " + mebibytes + " MiB of buffers under a limit of 96 MiB");
    }
}
