package io.protolab.gpu.weights;

import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.ElementType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a published backbone before its weights are read.
 *
 * @param family such as dinov2 or clip
 * @param layout whose names the tensors have: hub, hf, timm, open_clip, or open_clip-timm
 * @param shape the transformer
 * @param input which images it expects; null if its files do not say
 * @param types in which the weights are stored
 * @param parameterCount of the transformer alone
 * @param unusedTensors of the files that do not influence patch tokens: text towers, classifiers, decoders
 * @param files that were read, weights and descriptions
 */
public record BackboneFacts(
        String family,
        String layout,
        VitShape shape,
        @Nullable ExpectedInput input,
        Set<ElementType> types,
        long parameterCount,
        List<String> unusedTensors,
        List<Path> files) {
    public BackboneFacts {
        types = Set.copyOf(types);
        unusedTensors = List.copyOf(unusedTensors);
        files = List.copyOf(files);
    }

    /** Which images the backbone expects, if its files say. */
    public Optional<ExpectedInput> expectedInput() {
        return Optional.ofNullable(input);
    }
}
