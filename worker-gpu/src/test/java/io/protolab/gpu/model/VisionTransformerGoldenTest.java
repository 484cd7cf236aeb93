package io.protolab.gpu.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.GoldenCase;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RunningEngine.class)
class VisionTransformerGoldenTest {
    static Stream<String> cases() {
        return Stream.concat(GoldenCase.names("vit-"), GoldenCase.names("dinov2reg-"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tokensEqualThoseOfTheUpstreamLibrary(String name) throws IOException {
        GoldenCase golden = GoldenCase.read(name);
        VitShape shape = shape(golden.description());
        NamedTensors weights = PretrainedWeights.fit(inTimmNames(golden), shape, name);
        VisionTransformer transformer = new VisionTransformer(shape, weights);
        Tensor pixels = golden.inputs().get("pixels");

        golden.verify("embeddings", transformer.embed(pixels));
        golden.verify("patch_tokens", transformer.patchTokens(pixels));
        golden.verify("cls_token", transformer.forward(pixels).slice(1, 0, 1).squeeze(1));
    }

    private static VitShape shape(JsonNode description) {
        JsonNode arch = description.get("arch");
        int dim = arch.get("width").asInt();
        int patch = arch.get("patch").asInt();
        return new VitShape(
                dim,
                arch.get("depth").asInt(),
                arch.get("heads").asInt(),
                patch,
                arch.get("position_grid").get(0).asInt() * patch,
                arch.get("registers").asInt(),
                arch.path("mlp_hidden").asDouble(4.0 * dim) / dim,
                arch.get("layer_norm_eps").asDouble(),
                arch.get("layer_scale").asBoolean(),
                !(description.get("layout").asText().equals("timm")
                        && arch.get("registers").asInt() > 0));
    }

    /** Torch hub names two things differently and keeps a mask token for training. */
    private static NamedTensors inTimmNames(GoldenCase golden) throws IOException {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        Safetensors.read(golden.weights()).asMap().forEach((name, tensor) -> {
            if (!name.equals("mask_token")) {
                renamed.put(name.replace("register_tokens", "reg_token"), tensor);
            }
        });
        return new NamedTensors(renamed);
    }
}
