package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonTest {
    @TempDir
    Path bin;

    @Test
    void findsTheOneOfThisMachine() {
        assertThat(Python.find(null, System.getenv("PATH")).version()).matches("3\\.\\d+");
    }

    @Test
    void passesOverAnOldOne() throws IOException {
        answering("python3", "3.8");
        Path recent = answering("python3.12", "3.12");

        assertThat(Python.find(null, bin.toString())).isEqualTo(new Python(recent, "3.12"));
    }

    @Test
    void saysThatThereIsNone() {
        assertThatThrownBy(() -> Python.find(null, bin.toString()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("none is on the PATH")
                .hasMessageContaining("apt-get install python3 python3-venv")
                .hasMessageContaining("--python PATH");
    }

    @Test
    void saysOfEachCandidateWhatItLacks() throws IOException {
        answering("python3", "2.7");
        answering("python", "No such version");

        assertThatThrownBy(() -> Python.find(null, bin.toString()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(bin + "/python does not run (No such version)")
                .hasMessageContaining(bin + "/python3 is Python 2.7");
    }

    @Test
    void namesThePackageThatBringsAMissingModule() throws IOException {
        Path debian = answering("python3", "3.11 ensurepip");

        assertThatThrownBy(() -> Python.find(debian, ""))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("is Python 3.11 without the module ensurepip")
                .hasMessageContaining("apt-get install python3.11-venv");
    }

    @Test
    void saysThatTheWantedOneDoesNotExist() {
        assertThatThrownBy(() -> Python.find(bin.resolve("python9"), ""))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(bin.resolve("python9") + " does not run");
    }

    private Path answering(String name, String answer) throws IOException {
        Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\necho " + answer + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
