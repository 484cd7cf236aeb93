package io.protolab.gpu.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.GoldenCase;
import io.protolab.gpu.model.Activation;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.TensorFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What training programs and libraries do to files without changing the model. */
@ExtendWith(RunningEngine.class)
class SavedByOthersTest {
    private static final Architecture TWO_HEADS = Architecture.unknown().with(Trait.HEADS, 2);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"module.", "_orig_mod.", "model.", "backbone.", "module.backbone.", "module._orig_mod."})
    void readsModelsThatATrainingProgramWrapped(String wrapper) throws IOException {
        Path plain = file("vit-timm");
        EditedSafetensors edited = new EditedSafetensors(plain);
        List.copyOf(edited.names()).forEach(name -> edited.rename(name, wrapper + name));
        Path wrapped = directory.resolve("wrapped.safetensors");
        edited.addEmpty("n_averaged", 0).write(wrapped);

        BackboneFacts facts = PublishedBackbone.recognise(wrapped, TWO_HEADS).facts();

        BackboneFacts same = PublishedBackbone.recognise(plain, TWO_HEADS).facts();
        assertThat(facts.shape()).isEqualTo(same.shape());
        assertThat(facts.family()).isEqualTo(same.family());
        assertThat(facts.unusedTensors()).contains("n_averaged");
    }

    @Test
    void namesWhatLiesBesideAWrappedModel() throws IOException {
        EditedSafetensors edited = new EditedSafetensors(file("vit-timm"));
        List.copyOf(edited.names()).forEach(name -> edited.rename(name, "model." + name));
        Path wrapped = directory.resolve("wrapped.safetensors");
        edited.rename("model.norm.bias", "critic.bias").write(wrapped);

        assertThatThrownBy(() -> PublishedBackbone.recognise(wrapped, TWO_HEADS))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("'model.norm.bias' is missing")
                .hasMessageContaining("'critic.bias' belongs to no part");
    }

    @Test
    void doesNotCountBlocksByTheirHighestNumber() throws IOException {
        Path file = file("vit-timm");
        new EditedSafetensors(file)
                .addEmpty("blocks.999999.norm1.weight", 0)
                .rename("norm.bias", "norm.offset")
                .write(file);

        assertThatThrownBy(() -> PublishedBackbone.recognise(file, TWO_HEADS))
                .hasMessageContaining("'blocks.2.norm1.weight' is missing")
                .hasMessageContaining("depth 3");
    }

    @Test
    void refusesADepthThatTheTensorsCannotHave() throws IOException {
        Path file = file("vit-timm");

        assertThatThrownBy(() -> PublishedBackbone.recognise(file, TWO_HEADS.with(Trait.DEPTH, 1_000_000)))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("too few for the depth 1000000");
    }

    @Test
    void printsNoControlCharactersOfAFile() throws IOException {
        Path file = file("vit-timm");
        new EditedSafetensors(file)
                .rename("norm.bias", "norm\n\u001b[31m" + "x".repeat(10_000))
                .write(file);

        assertThatThrownBy(() -> PublishedBackbone.recognise(file, TWO_HEADS))
                .hasMessageContaining("norm??[31mx")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(2100));
    }

    @Test
    void opensNothingButRegularFiles() throws IOException {
        Files.createDirectory(directory.resolve("shard"));
        Files.writeString(directory.resolve("model.safetensors.index.json"), """
                {"weight_map": {"norm.bias": "shard"}}""");

        assertThatThrownBy(() -> PublishedBackbone.recognise(directory, TWO_HEADS))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("not a regular file");
    }

    @Test
    void passesOverTensorsWithoutValues() throws IOException {
        Path file = file("dinov3-hub");
        new EditedSafetensors(file).addEmpty("registers", 1, 0, 32).write(file);

        assertThat(PublishedBackbone.recognise(file, TWO_HEADS).facts().unusedTensors())
                .containsExactlyInAnyOrder("mask_token", "registers");
    }

    @Test
    void prefersTheNameThatOpenClipGaveToSafetensorsAtFirst() throws IOException {
        Path golden = GoldenCase.read("clip-openclip-quickgelu").directory();
        Files.copy(
                golden.resolve("open_clip_model.safetensors"),
                directory.resolve("open_clip_pytorch_model.safetensors"));
        Files.copy(golden.resolve("open_clip_config.json"), directory.resolve("open_clip_config.json"));
        Files.copy(golden.resolve("inputs.safetensors"), directory.resolve("inputs.safetensors"));

        BackboneFacts facts =
                PublishedBackbone.recognise(directory, Architecture.unknown()).facts();

        assertThat(facts.shape().perceptron().activation()).isEqualTo(Activation.QUICK_GELU);
    }

    @Test
    void readsAConfigThatOnlyNamesTheActivation_asTheRefusalWithoutOneProposes() throws IOException {
        Path golden = GoldenCase.read("clip-openclip-quickgelu").directory();
        Path weights = directory.resolve("ViT-tiny.pt");
        Files.copy(golden.resolve("open_clip_model.safetensors"), weights);

        assertThatThrownBy(() -> PublishedBackbone.recognise(directory, TWO_HEADS))
                .hasMessageContaining("{\"model_cfg\": {\"quick_gelu\": true, \"vision_cfg\": {}}}");
        Files.writeString(directory.resolve("open_clip_config.json"), """
                {"model_cfg": {"quick_gelu": true, "vision_cfg": {}}}""");

        BackboneFacts facts = PublishedBackbone.recognise(directory, TWO_HEADS).facts();
        assertThat(facts.shape().perceptron().activation()).isEqualTo(Activation.QUICK_GELU);
    }

    @ParameterizedTest
    @CsvSource({
        "vit_so400m_patch14_siglip_224, GELU",
        "vit_so400m_patch16_siglip_256, GELU_TANH",
        "vit_so400m_patch14_siglip_gap_378, GELU",
        "vit_base_patch32_siglip_256, GELU_TANH",
        "vit_base_patch16_siglip_256, GELU",
        "vit_large_patch16_siglip_384, GELU",
        "vit_large_patch16_siglip_gap_512, GELU_TANH",
        "vit_giantopt_patch16_siglip_384, GELU_TANH",
        "vit_base_patch16_clip_quickgelu_224, QUICK_GELU",
        "vit_giant_patch14_reg4_dinov2, SILU"
    })
    void takesTheActivationFromTheNameOfTimm(String name, Activation activation) throws TensorFileException {
        assertThat(TimmConfig.named(name, "a file").get(Trait.ACTIVATION, Activation.class))
                .contains(activation);
    }

    private Path file(String golden) throws IOException {
        Path copy = directory.resolve(golden + ".safetensors");
        return Files.copy(GoldenCase.read(golden).directory().resolve("model.safetensors"), copy);
    }
}
