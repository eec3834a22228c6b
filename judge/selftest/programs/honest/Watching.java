// claim: Java watches folders for changes and has timers and a pool of schedules
// expect: AC
// limits: memory=512M
// prints: created, 100 timers

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

public class Watching {
    public static void main(String[] args) throws Exception {
        CountDownLatch due = new CountDownLatch(100);
        Timer timer = new Timer(true);
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(2);
        for (int i = 0; i < 50; i++) {
            timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            due.countDown();
                        }
                    },
                    i);
            pool.schedule(due::countDown, i, TimeUnit.MILLISECONDS);
        }
        try (WatchService service = FileSystems.getDefault().newWatchService()) {
            for (int i = 0; i < 100; i++) {
                Path folder = Files.createDirectory(Path.of("/tmp/" + i));
                folder.register(service, StandardWatchEventKinds.ENTRY_CREATE);
            }
            Files.createFile(Path.of("/tmp/99/new"));
            System.out.print(service.take().pollEvents().isEmpty() ? "nothing" : "created");
        }
        due.await();
        pool.shutdown();
        System.out.println(", 100 timers");
    }
}
