package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/bin/protolab} in a checkout of its own, with a Java and a Maven of shell script. */
class LauncherTest {
    @TempDir
    Path root;

    private Path home;

    @BeforeEach
    void checkOut() throws IOException {
        home = root.resolve("with blanks");
        Path script = Files.createDirectories(home.resolve("deploy/bin")).resolve("protolab");
        Files.copy(Path.of("../bin/protolab"), script);
        Files.createDirectories(home.resolve("deploy/standalone/src/main"));
        write("pom.xml", "");
        Files.createDirectories(home.resolve("jdk/bin"));
        write("jdk/release", "JAVA_VERSION=\"17.0.1\"\n");
        program("jdk/bin/java", "echo \"$@\"; [ \"${@: -1}\" != stay ] || read -r _");
        program("jdk/bin/javac", "");
        Files.createDirectories(home.resolve("maven"));
        program("maven/mvn", """
                for word in "$@"; do case $word in -DclassPathDirectory=*) directory=${word#*=};; esac; done
                echo >"$directory/dependency.jar"
                echo >"$directory/../standalone-1.0.jar"
                """);
    }

    @Test
    void buildsWhatIsMissing_andHandsOnEveryWord() throws IOException {
        String first = output("submit", "a file.yaml");
        String second = output("ls");

        assertThat(first)
                .contains("Building protolab")
                .contains("-cp " + home.resolve("deploy/standalone/target/lib-"))
                .endsWith("io.protolab.standalone.Protolab submit a file.yaml\n");
        assertThat(second).doesNotContain("Building").endsWith("Protolab ls\n");
        try (Stream<Path> jars = Files.list(classPath())) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .containsExactlyInAnyOrder("built", "dependency.jar", "standalone-1.0.jar");
        }
    }

    @Test
    void keepsTheClassPathOfARunningProcess_whenASourceHasChanged() throws IOException, InterruptedException {
        Process running = launch("stay").start();
        running.inputReader().readLine();
        Path inUse = classPath();

        rebuild();
        Path unused = classPath();
        rebuild();
        assertThat(inUse).isDirectory();
        assertThat(unused).as("until the next build").isDirectory();

        running.getOutputStream().close();
        running.waitFor();
        rebuild();
        assertThat(inUse).doesNotExist();
        assertThat(unused).doesNotExist();
        assertThat(classPath()).isDirectory();
    }

    @Test
    void saysWhatItNeeds_whenItCannotBuild() throws IOException {
        program("maven/mvn", "echo 'no route to host'; exit 1");
        assertThat(output("ls")).contains("no route to host", "The build failed", "build.log");

        Files.delete(home.resolve("jdk/bin/javac"));
        assertThat(output("ls")).contains("is no JDK", "Set JAVA_HOME");

        write("jdk/release", "JAVA_VERSION=\"11.0.2\"\n");
        assertThat(output("ls")).contains("is Java 11.0.2, and 17 or newer is needed");
    }

    private void rebuild() throws IOException {
        write("pom.xml", "changed");
        assertThat(output("ls")).contains("Building protolab");
    }

    private Path classPath() throws IOException {
        return home.resolve("deploy/standalone/target/current").toRealPath();
    }

    private ProcessBuilder launch(String... words) {
        List<String> line =
                new ArrayList<>(List.of(home.resolve("deploy/bin/protolab").toString()));
        line.addAll(List.of(words));
        ProcessBuilder launch = new ProcessBuilder(line);
        launch.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        launch.environment().put("PATH", home.resolve("maven") + ":/usr/bin:/bin");
        return launch;
    }

    /** What a call printed, to either stream. */
    private String output(String... words) throws IOException {
        Process process = launch(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void program(String name, String script) throws IOException {
        write(name, "#!/usr/bin/env bash\n" + script);
        Files.setPosixFilePermissions(home.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(home.resolve(name), text);
    }
}
