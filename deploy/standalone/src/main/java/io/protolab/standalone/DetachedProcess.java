package io.protolab.standalone;

import io.protolab.platform.cli.Addresses;
import io.protolab.platform.cli.ExitCodes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This very command once more, without {@code --detach}, as a process that outlives the terminal. */
final class DetachedProcess {
    private static final long POLL_MILLIS = 100;

    private DetachedProcess() {}

    /**
     * Shows its progress and returns when it is up, or with its exit code if it is not.
     *
     * @throws StartupException if the directory is in use, before the log of whoever uses it is touched, or cannot be written
     */
    static int start(Path data, PrintWriter out) throws InterruptedException {
        Path logs = data.resolve("logs");
        Path log = logs.resolve("up.log");
        try {
            if (DataDirectory.user(data).isPresent()) {
                throw DataDirectory.inUse(data);
            }
            createDirectory(logs);
            Process process = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(log.toFile())
                    .start();
            long shown = 0;
            while (true) {
                boolean ended = !process.isAlive();
                boolean up = Addresses.read(data)
                        .filter(addresses -> addresses.pid() == process.pid())
                        .isPresent();
                shown = show(log, shown, out);
                if (ended) {
                    return process.exitValue() == 0 ? ExitCodes.PLATFORM : process.exitValue();
                }
                if (up) {
                    out.println("Process " + process.pid() + " goes on in the background; `"
                            + DataDirectory.downCommand(data) + "` stops it.");
                    return ExitCodes.DONE;
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start in the background; its log is " + log, e);
        }
    }

    private static void createDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw DataDirectory.notWritable(directory, e);
        }
    }

    private static long show(Path log, long from, PrintWriter out) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] fresh = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(fresh);
            out.print(new String(fresh, StandardCharsets.UTF_8));
            out.flush();
            return from + fresh.length;
        }
    }

    /** From the kernel, which ends each word with a zero: a ProcessHandle knows no command line of more than a page of memory. */
    private static List<String> command() throws IOException {
        String words = Files.readString(Path.of("/proc/self/cmdline"));
        List<String> command = new ArrayList<>(List.of("setsid"));
        for (String word : words.substring(0, words.length() - 1).split("\0", -1)) {
            if (!word.equals("--detach")) {
                command.add(word);
            }
        }
        return command;
    }
}
