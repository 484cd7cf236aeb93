package io.protolab.gpu.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.protolab.gpu.tensor.TensorFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON files that libraries put beside weights; an absent one is a missing node.
 *
 * @param config of transformers or timm, {@code config.json}
 * @param openClip {@code open_clip_config.json}
 * @param preprocessor of transformers, {@code preprocessor_config.json}
 * @param files those that were there
 */
record Descriptions(JsonNode config, JsonNode openClip, JsonNode preprocessor, List<Path> files) {
    private static final long MOST_BYTES = 64L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    static Descriptions in(@Nullable Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        return new Descriptions(
                optional(directory, "config.json", files),
                optional(directory, "open_clip_config.json", files),
                optional(directory, "preprocessor_config.json", files),
                files);
    }

    /** What those that belong to a layout tell of the transformer. */
    Architecture architecture(Layout layout, String source) throws TensorFileException {
        return switch (layout.name()) {
            case "hf" ->
                config.isMissingNode() ? Architecture.unknown() : TransformersConfig.architecture(config, source);
            case "timm" -> TimmConfig.architecture(config, source);
            case "open_clip", "open_clip-timm" -> OpenClipConfig.architecture(openClip, source);
            default -> Architecture.unknown();
        };
    }

    /** What they tell of the images. */
    Optional<ExpectedInput> input(Layout layout) {
        return switch (layout.name()) {
            case "hf" -> TransformersConfig.input(preprocessor);
            case "timm" -> TimmConfig.input(config);
            case "open_clip", "open_clip-timm" -> OpenClipConfig.input(openClip);
            default -> Optional.empty();
        };
    }

    private static JsonNode optional(@Nullable Path directory, String name, List<Path> files) throws IOException {
        if (directory == null || !Files.exists(directory.resolve(name))) {
            return MissingNode.getInstance();
        }
        files.add(directory.resolve(name));
        return read(directory.resolve(name));
    }

    /** A JSON object. */
    static JsonNode read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new TensorFileException(file + " is not a regular file, and no description can be read from it");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new TensorFileException(file + " has " + Files.size(file) + " bytes, too many for a description");
        }
        try {
            JsonNode content = JSON.readTree(Files.readAllBytes(file));
            if (content.isObject()) {
                return content;
            }
        } catch (IOException e) {
            throw new TensorFileException(file + " is not JSON: fetch it again", e);
        }
        throw new TensorFileException(file + " is not a JSON object: fetch it again");
    }
}
