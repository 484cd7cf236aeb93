package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.cli.Addresses;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code protolab up} on a data directory, as a process that can be killed. */
final class StandaloneProcess implements AutoCloseable {
    private static final Duration LONGEST_END = Duration.ofSeconds(60);

    private final Path data;
    private final Process process;
    private final Addresses addresses;

    private StandaloneProcess(Path data, Process process, Addresses addresses) {
        this.data = data;
        this.process = process;
        this.addresses = addresses;
    }

    /**
     * Returns when everything is up.
     *
     * @param options further ones, such as {@code --threads=1}
     */
    static StandaloneProcess up(Path data, String... options) throws IOException {
        String[] words = Stream.concat(Stream.of("up", "--data", data.toString()), Stream.of(options))
                .toArray(String[]::new);
        Process process = JavaProcess.of(Protolab.class, words).start();
        List<String> lines = new ArrayList<>();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.startsWith("Everything is up")) {
                return new StandaloneProcess(data, process, Addresses.read(data).orElseThrow());
            }
        }
        throw new AssertionError("It ended instead of starting: " + lines);
    }

    PlatformClient client() {
        return new PlatformClient(address("api"), address("mlflow"));
    }

    /** @param part such as {@code mlflow} */
    String address(String part) {
        return String.valueOf(addresses.parts().get(part));
    }

    /** The servers below it, with their guards. */
    List<ProcessHandle> children() {
        return childrenOf(data);
    }

    private static List<ProcessHandle> childrenOf(Path data) {
        return Stream.of("postgres", "mlflow")
                .flatMap(child -> processesOf(data, child))
                .toList();
    }

    private static Stream<ProcessHandle> processesOf(Path data, String child) {
        return new MarkedProcesses(data).of(child).stream();
    }

    /** Ends one server with all its workers, and not by asking. */
    void kill(String child) {
        processesOf(data, child).forEach(ProcessHandle::destroyForcibly);
    }

    /** Ends the process alone; its servers have to notice. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As a power cut would. */
    void killEverything() throws InterruptedException {
        List<ProcessHandle> children = children();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }

    void awaitNoChild() {
        awaitNoChild(data);
    }

    /** Waits until the servers of a process that was killed have noticed. */
    static void awaitNoChild(Path data) {
        assertThat(Waiting.until(LONGEST_END, () -> childrenOf(data).isEmpty()))
                .as("%s", childrenOf(data))
                .isTrue();
    }

    /** Leaves nothing behind, whatever became of it. */
    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            process.destroy();
            Waiting.until(LONGEST_END, () -> !process.isAlive());
        }
        kill();
        awaitNoChild();
    }
}
