package io.protolab.standalone;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** A command line executed in this process, and what it printed. */
record ConsoleOutput(int status, String out, String err) {
    static ConsoleOutput of(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = Protolab.commandLine();
            line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
            int status = line.execute(arguments);
            return new ConsoleOutput(
                    status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }
}
