package io.protolab.gpu.features;

import io.protolab.gpu.image.ImageDecoder;
import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.Backbone;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The patch tokens of any image files, computed as a sweep's features are, in a file for other programs. */
public final class ImageFeatures {
    private final BackboneWeights weights;
    private final Preprocessing preprocessing;
    private final PatchGrid grid;

    private ImageFeatures(BackboneWeights weights, Preprocessing preprocessing) {
        this.weights = weights;
        this.preprocessing = preprocessing;
        this.grid = weights.grid();
    }

    /**
     * Recognises the weights.
     *
     * @throws IOException if there are no such weights, or they do not fit; the message says what to do
     */
    public static ImageFeatures of(BackboneSpec backbone) throws IOException {
        BackboneWeights weights = BackboneWeights.of(backbone);
        return new ImageFeatures(weights, weights.expected());
    }

    /**
     * Computes {@code patch_tokens} [B, N, D] of 32-bit floats, in the order of the images and in row-major patch order, after the final
     * layer normalisation, and writes a new file. Its metadata say what they are made of.
     *
     * @return the shape B, N, D
     * @throws IOException if an image cannot be read, or the file exists
     * @throws IllegalArgumentException if the tokens are more than one tensor holds
     */
    public List<Integer> write(List<Path> images, Path file, Progress progress) throws IOException {
        int tokens = grid.patchCount();
        int dim = weights.dim();
        long values = (long) images.size() * tokens * dim;
        if (values * Float.BYTES > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(images.size() + " images of " + tokens + " patches and width " + dim
                    + " make " + values * Float.BYTES + " bytes, more than one tensor holds; compute "
                    + Integer.MAX_VALUE / Float.BYTES / tokens / dim + " images at a time");
        }
        float[] all = compute(images, new float[(int) values], progress);
        try (TensorScope scope = TensorScope.open()) {
            Map<String, Tensor> named = new LinkedHashMap<>();
            named.put("patch_tokens", Tensors.of(all, images.size(), tokens, dim));
            Safetensors.write(file, new NamedTensors(named), metadata(images));
        }
        return List.of(images.size(), tokens, dim);
    }

    private float[] compute(List<Path> images, float[] all, Progress progress) throws IOException {
        int[] filled = {0};
        try (Backbone backbone = weights.load()) {
            new PatchTokens(backbone::patchTokens, preprocessing.size(), grid.patchCount() * weights.dim())
                    .compute(
                            images.size(),
                            index -> input(images.get(index)),
                            batch -> {
                                System.arraycopy(batch, 0, all, filled[0], batch.length);
                                filled[0] += batch.length;
                            },
                            progress);
        }
        return all;
    }

    private float[] input(Path image) throws IOException {
        return preprocessing.apply(ImageDecoder.decode(Files.readAllBytes(image), image.toString()));
    }

    private Map<String, String> metadata(List<Path> images) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("images", Json.text(images.stream().map(Path::toString).toList()));
        metadata.put("grid", Json.text(List.of(grid.rows(), grid.columns())));
        metadata.put("layer", FeatureKey.LAST_NORM);
        metadata.put("weights", weights.backbone().weights());
        metadata.put("weights_sha256", weights.sha256());
        metadata.put("preprocessing", Json.text(preprocessing));
        return metadata;
    }
}
