package io.protolab.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.workflow.AttemptOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever starts workers reads from the status of one that ended. */
class ExitStatusTest {
    @TempDir
    Path directory;

    /** How a process ended, and what it said. */
    private record End(int status, String output) {}

    /** A worker that ends for a reason; its farewell is said, unless it hangs. */
    static final class EndingWorker {
        private EndingWorker() {}

        public static void main(String[] arguments) throws InterruptedException {
            AttemptOutcome cause = AttemptOutcome.valueOf(arguments[0]);
            CountDownLatch never = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                System.err.println("farewell");
                if (cause == AttemptOutcome.STALLED) {
                    awaitQuietly(never);
                }
            }));
            ExitStatus.endProcess(cause, "as the test wants");
            never.await();
        }

        private static void awaitQuietly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void isTwo_whenTheConfigurationIsWrong() throws Exception {
        End end = run(GpuWorker.class.getName(), Map.of("PROTOLAB_DEVICE", "abacus"));

        assertThat(end.status()).isEqualTo(2);
    }

    @Test
    void isThree_afterAStall_withoutWaitingForTheThreadThatHangs() throws Exception {
        End end = run(EndingWorker.class.getName(), Map.of(), AttemptOutcome.STALLED.name());

        assertThat(end).isEqualTo(new End(3, ""));
    }

    @Test
    void isFour_afterADeviceFault_andAFarewell() throws Exception {
        End end = run(EndingWorker.class.getName(), Map.of(), AttemptOutcome.DEVICE_FAULT.name());

        assertThat(end.status()).isEqualTo(4);
        assertThat(end.output()).contains("farewell");
    }

    @Test
    void isFour_whenTheCardThatItIsToUseIsNotThere() throws Exception {
        End end = run(
                GpuWorker.class.getName(),
                Map.of(
                        "PROTOLAB_DEVICE",
                        "gpu",
                        "PROTOLAB_TEMPORAL",
                        "127.0.0.1:1",
                        "PROTOLAB_ARTIFACTS",
                        directory.resolve("artifacts").toString(),
                        "PROTOLAB_FEATURES",
                        directory.resolve("features").toString(),
                        "PROTOLAB_WORK",
                        directory.resolve("work").toString(),
                        "CUDA_VISIBLE_DEVICES",
                        ""));

        assertThat(end.status()).isEqualTo(4);
    }

    private End run(String program, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PROTOLAB_"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("ends by itself; it said: %s", Files.readString(output))
                    .isTrue();
            return new End(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }
}
