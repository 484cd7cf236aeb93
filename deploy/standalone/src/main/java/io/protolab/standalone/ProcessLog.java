package io.protolab.standalone;

import java.nio.file.Path;

/** Where the log of this JVM goes. */
final class ProcessLog {
    private ProcessLog() {}

    /** Sends it into a file instead of standard error; must be called before the first logger is made. */
    static void into(Path file) {
        System.setProperty("protolab.log", file.toString());
        System.setProperty("logback.configurationFile", "logback-file.xml");
    }
}
