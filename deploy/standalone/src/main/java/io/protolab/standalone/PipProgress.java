package io.protolab.standalone;

import java.util.concurrent.TimeUnit;

/** Says every ten seconds how far pip has come, by counting in its log. */
final class PipProgress {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Progress.Step progress;
    private long next = System.nanoTime() + PAUSE_NANOS;

    PipProgress(Progress.Step progress) {
        this.progress = progress;
    }

    void look(LogFile log) {
        if (System.nanoTime() < next) {
            return;
        }
        next = System.nanoTime() + PAUSE_NANOS;
        String text = log.text();
        long collected =
                text.lines().filter(line -> line.startsWith("Collecting ")).count();
        if (text.contains("Installing collected packages")) {
            progress.say("unpacking " + collected + " packages");
        } else if (collected > 0) {
            progress.say(collected + " packages fetched");
        }
    }
}
