package io.protolab.platform.artifact;

/**
 * A reference to a stored file.
 *
 * @param name path-like, unique within its owner, such as {@code evaluation/predictions.safetensors}
 * @param sha256 64 lower-case hex digits of the content; the address in the store
 * @param size bytes
 */
public record Artifact(String name, String sha256, long size, String mediaType) {
    public static final String JSON = "application/json";
    public static final String PNG = "image/png";
    public static final String SAFETENSORS = "application/x-safetensors";
    public static final String MARKDOWN = "text/markdown";
    public static final String TEXT = "text/plain";
    public static final String YAML = "application/yaml";
    public static final String BINARY = "application/octet-stream";

    public Artifact {
        if (name.isBlank() || name.startsWith("/") || name.contains("..") || name.contains("\\")) {
            throw new IllegalArgumentException("artifact name '" + name + "' is not a relative path");
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("artifact " + name + ": '" + sha256 + "' is not a sha256 in hex");
        }
        if (size < 0) {
            throw new IllegalArgumentException("artifact " + name + ": size " + size + " is negative");
        }
    }
}
