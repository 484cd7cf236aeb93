package io.protolab.platform.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads variables and collects what is wrong with them; {@link #verify} is called last. Not thread-safe.
 *
 * <p>A secret may come from a file instead: {@code PROTOLAB_DB_PASSWORD_FILE} for {@code PROTOLAB_DB_PASSWORD}; not from both.
 */
public final class Environment {
    private static final String PREFIX = "PROTOLAB_";

    /** Variables that the launcher and other processes of one shell share with this one. */
    private static final Set<String> SHARED = Set.of(
            "PROTOLAB_DATA",
            "PROTOLAB_CHILD_OF",
            "PROTOLAB_API",
            "PROTOLAB_JAVA_OPTS",
            "PROTOLAB_DB_URL",
            "PROTOLAB_DB_USER",
            "PROTOLAB_DB_PASSWORD",
            "PROTOLAB_TEMPORAL",
            "PROTOLAB_TEMPORAL_SERVER",
            "PROTOLAB_NAMESPACE",
            "PROTOLAB_ARTIFACTS",
            "PROTOLAB_DATASETS",
            "PROTOLAB_FEATURES",
            "PROTOLAB_WORK",
            "PROTOLAB_MLFLOW",
            "PROTOLAB_HOST",
            "PROTOLAB_PORT",
            "PROTOLAB_TOKEN",
            "PROTOLAB_DEVICE",
            "PROTOLAB_HEARTBEAT_TIMEOUT_SECONDS",
            "PROTOLAB_THREADS",
            "PROTOLAB_STALL_SECONDS");

    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();

    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** JDBC address of the registry. */
    public String dbUrl() {
        return required("PROTOLAB_DB_URL", "the registry, such as jdbc:postgresql://127.0.0.1:5432/protolab");
    }

    /** Role at the registry. */
    public String dbUser() {
        return required("PROTOLAB_DB_USER", "the role that reads and writes rows");
    }

    /** Empty where the registry asks for none. */
    public String dbPassword() {
        return secret("PROTOLAB_DB_PASSWORD").orElse("");
    }

    /** Host and port of Temporal's frontend. */
    public String temporal() {
        return required("PROTOLAB_TEMPORAL", "Temporal's frontend, such as 127.0.0.1:7233");
    }

    /** Namespace at Temporal. */
    public String namespace() {
        return optional("PROTOLAB_NAMESPACE").orElse("default");
    }

    /** Directory of the artifact store. */
    public Path artifacts() {
        return directory("PROTOLAB_ARTIFACTS", "the artifact store, on a volume that all processes see");
    }

    /** A directory that must be named. */
    public Path directory(String name, String meaning) {
        return Path.of(required(name, "the directory of " + meaning));
    }

    /** A variable that must be set. */
    public String required(String name, String meaning) {
        return optional(name).orElseGet(() -> {
            problems.add(name + " is not set; give " + meaning);
            return "";
        });
    }

    public Optional<String> optional(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /** The variable, or the content of the file that {@code NAME_FILE} names. */
    public Optional<String> secret(String name) {
        Optional<String> value = optional(name);
        Optional<String> file = optional(name + "_FILE");
        if (value.isPresent() && file.isPresent()) {
            problems.add(name + " and " + name + "_FILE are both set; unset one of them");
        }
        return file.isEmpty() ? value : content(name + "_FILE", file.get());
    }

    private Optional<String> content(String name, String file) {
        try {
            String content = Files.readString(Path.of(file)).strip();
            if (content.isEmpty()) {
                problems.add(name + " is '" + file + "', which is empty; write the secret into it");
            }
            return Optional.of(content);
        } catch (IOException | InvalidPathException e) {
            problems.add(name + " is '" + file + "', which cannot be read as text (" + e
                    + "); name a file that this user may read");
            return Optional.empty();
        }
    }

    /** A whole number within bounds. */
    public int number(String name, int otherwise, int min, int max) {
        String text = optional(name).orElse(Integer.toString(otherwise));
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below together with numbers out of range
        }
        problems.add(name + " is '" + text + "'; give a whole number from " + min + " to " + max);
        return otherwise;
    }

    /** An address on the web. */
    public Optional<URI> address(String name) {
        Optional<String> text = optional(name);
        try {
            Optional<URI> address = text.map(URI::create).filter(uri -> uri.getHost() != null);
            if (address.isPresent() || text.isEmpty()) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // reported below together with addresses without a host
        }
        problems.add(name + " is '" + text.orElse("") + "'; give an address such as http://127.0.0.1:5000");
        return Optional.empty();
    }

    /** One of several words. */
    public String oneOf(String name, String otherwise, List<String> words) {
        String value = optional(name).orElse(otherwise);
        if (!words.contains(value)) {
            problems.add(name + " is '" + value + "'; give one of " + String.join(", ", words));
        }
        return value;
    }

    /** @throws InvalidConfigException with everything that was wrong */
    public void verify() {
        for (String name : new TreeSet<>(variables.keySet())) {
            String plain = name.endsWith("_FILE") ? name.substring(0, name.length() - "_FILE".length()) : name;
            if (name.startsWith(PREFIX) && !SHARED.contains(plain)) {
                problems.add(name + " is not a known variable; known are " + String.join(", ", new TreeSet<>(SHARED)));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
    }
}
