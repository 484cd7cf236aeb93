package io.protolab.gpu.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.gpu.image.Framing;
import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.image.ResizeFilter;
import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.FeatureNorm;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.Kernels;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.evaluation.PrototypeCatalogue.Prototype;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class ModelCardTest {
    private static final ModelCard CARD = new ModelCard(
            "4ead",
            "f00d",
            "vit-s",
            "beef",
            false,
            List.of("crow", "jay"),
            new Preprocessing(8, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_STD),
            0.25,
            new PrototypeCatalogue(List.of(new Prototype(0, true, List.of(0.5f, 0f), 0.75, List.of()))));

    @TempDir
    private Path directory;

    @Test
    void travelsInsideEveryFile() throws IOException {
        JsonNode onnx = properties(export(ExportFormat.ONNX));
        JsonNode torchScript = Json.mapper().readTree(extra(export(ExportFormat.TORCHSCRIPT)));

        assertThat(onnx).isEqualTo(torchScript);
        assertThat(onnx.get("classes")).map(JsonNode::asText).containsExactly("crow", "jay");
        assertThat(onnx.get("part").asText()).isEqualTo("head");
        assertThat(onnx.get("head_sha256").asText()).isEqualTo("4ead");
        assertThat(onnx.get("importance_threshold").asDouble()).isEqualTo(0.25);
        assertThat(onnx.get("preprocessing").get("size").asInt()).isEqualTo(8);
        assertThat(onnx.get("prototypes").get(0).get("active").asBoolean()).isTrue();
        assertThat(onnx.get("prototypes").get(0).get("usage").asDouble()).isEqualTo(0.75);
        assertThat(onnx.get("input").get("name").asText()).isEqualTo("features");
    }

    @Test
    void tellsHowAnImageBecomesTheInput() {
        InputRegion region = InputRegion.centreOf(256).within(300);
        Preprocessing cut = CARD.preprocessing().withFraming(new Framing(region, ResizeFilter.BICUBIC));

        assertThat(resize(CARD.preprocessing()))
                .isEqualTo("to a square without keeping the aspect ratio, bilinear with antialiasing on 8-bit RGB,"
                        + " as Pillow's Image.resize(..., BILINEAR)");
        assertThat(resize(cut))
                .isEqualTo(
                        "the central 300 by 300 pixels, if the image has them, the shorter side to 256 pixels, then the"
                                + " central square is cut out, bicubic with antialiasing on 8-bit RGB, as Pillow's"
                                + " Image.resize(..., BICUBIC)");
    }

    private static String resize(Preprocessing preprocessing) {
        return Json.mapper()
                .valueToTree(ModelCard.facts(preprocessing))
                .get("resize")
                .asText();
    }

    private Path export(ExportFormat format) throws IOException {
        HeadShape shape = new HeadShape(
                4,
                3,
                2,
                2,
                0.1,
                5,
                1e-6,
                FeatureNorm.NONE,
                Aggregation.NONLINEAR,
                Kernels.BOTH,
                MaskedPrototypes.KEEP_VOTING);
        HeadForward head = new HeadForward(PrototypeHead.initialised(shape, 1), new PatchGrid(2, 2), 0.25);
        return new Exporter(directory)
                .write(head, List.of(format), CARD.facts(head), Tensors.full(0.5, 1, 4, 4))
                .get(0);
    }

    private static JsonNode properties(Path file) throws IOException {
        ObjectNode facts = Json.mapper().createObjectNode();
        for (StringStringEntryProto pair :
                ModelProto.parseFrom(Files.readAllBytes(file)).getMetadataPropsList()) {
            facts.set(pair.getKey(), Json.mapper().readTree(pair.getValue()));
        }
        return facts;
    }

    private static byte[] extra(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getInputStream(zip.getEntry("model/extra/metadata.json")).readAllBytes();
        }
    }
}
