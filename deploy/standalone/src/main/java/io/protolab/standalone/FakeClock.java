package io.protolab.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock of single processes, which can be set without touching that of the machine: by the library libfaketime, where it is
 * installed. What measures durations goes on undisturbed, as it does when a machine's clock is corrected.
 *
 * @param library that is loaded into the processes
 */
record FakeClock(Path library, Path directory) {
    static final String MISSING =
            "libfaketime is not installed (Debian and Ubuntu: apt-get install libfaketime), and the machine's clock is not ours";

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib64/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/local/lib/faketime/libfaketimeMT.so.1"));

    /** The library of this machine, with a directory for what the clocks are told. */
    static Optional<FakeClock> find(DataDirectory data) {
        return PLACES.stream()
                .filter(Files::isReadable)
                .findFirst()
                .map(library -> new FakeClock(library, data.directory("clocks")));
    }

    /** What puts a process under a clock of its own, which is right at first. */
    Map<String, String> variables(String process) {
        set(process, Duration.ZERO);
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", file(process).toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // its correction of timed waits, which Java's do not need, would end every one of them at once
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** Puts the clock of a process forward, or back. */
    void set(String process, Duration offset) {
        try {
            Path next = file(process).resolveSibling(process + ".next");
            Files.writeString(next, "%+d".formatted(offset.toSeconds()) + "\n");
            Files.move(next, file(process), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set the clock of " + process, e);
        }
    }

    private Path file(String process) {
        return directory.resolve(process);
    }
}
