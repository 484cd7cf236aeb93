package io.protolab.standalone;

import io.protolab.gpu.features.ImageFeatures;
import io.protolab.platform.cli.CommandFailure;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.FeatureNorm;
import io.protolab.platform.experiment.FramingSpec;
import io.protolab.platform.experiment.InvalidSpecException;
import io.protolab.platform.experiment.TrainableSpec;
import io.protolab.platform.experiment.VitSpec;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "features",
        description = {
            "Write the patch tokens of images, computed as a sweep computes them; needs no server.",
            "The file holds patch_tokens [images, patches, width] as 32-bit floats, and says what they are made of."
        },
        mixinStandardHelpOptions = true)
final class FeaturesCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "WEIGHTS",
            description = "weight file or directory as published, or builtin:tiny-vit")
    private String weights = "";

    @Parameters(index = "1..*", paramLabel = "IMAGES", arity = "1..*", description = "image files")
    private List<Path> images = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "new safetensors file")
    private Path out = Path.of("");

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            converter = CountOption.Pixels.class,
            description =
                    "resize to a square of this side; with --crop, the shorter side to this length (default: 224, or 64 for the tiny ViT)")
    private @Nullable Integer size;

    @Option(
            names = "--crop",
            paramLabel = "PIXELS",
            converter = CountOption.Pixels.class,
            description = "keep the aspect ratio and cut the central square of this side")
    private @Nullable Integer crop;

    @Option(names = "--filter", description = "of the resize: ${COMPLETION-CANDIDATES} (default: BILINEAR)")
    private FramingSpec.@Nullable Interpolation filter;

    @Option(
            names = "--published",
            description =
                    "resize, cut and filter as the files beside the weights say, in the place of --crop and --filter")
    private boolean published;

    @Option(
            names = "--mean",
            paramLabel = "R,G,B",
            split = ",",
            description = "of the input (default: what the files beside the weights say, or ImageNet's)")
    private @Nullable List<Double> mean;

    @Option(names = "--std", paramLabel = "R,G,B", split = ",", description = "standard deviation, likewise")
    private @Nullable List<Double> std;

    @Option(
            names = "--shape",
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "what the files do not tell of the architecture, such as heads=6")
    private Map<String, String> shape = new LinkedHashMap<>();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Override
    public Integer call() throws IOException {
        List<Path> missing =
                images.stream().filter(image -> !Files.isRegularFile(image)).toList();
        if (!missing.isEmpty()) {
            throw new CommandFailure(ExitCodes.INVALID, "no such image file: " + missing);
        }
        if (Files.exists(out)) {
            throw new CommandFailure(ExitCodes.INVALID, out + " exists already; delete it or name another file");
        }
        if (published && (crop != null || filter != null)) {
            throw new CommandFailure(
                    ExitCodes.INVALID, "--published stands in the place of --crop and --filter; leave out either");
        }
        engine.start();
        try {
            List<Integer> written = ImageFeatures.of(backbone()).write(images, out, (done, total) -> {});
            System.out.println(out + "  patch_tokens " + written);
            return ExitCodes.DONE;
        } catch (IOException | IllegalArgumentException | InvalidSpecException e) {
            throw new CommandFailure(ExitCodes.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private BackboneSpec backbone() {
        boolean shipped = weights.startsWith(BackboneSpec.BUILTIN);
        String place = shipped ? weights : Path.of(weights).toAbsolutePath().toString();
        List<String> known = Stream.of(VitSpec.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        for (String name : shape.keySet()) {
            if (!known.contains(name)) {
                throw new CommandFailure(
                        ExitCodes.INVALID, "--shape has no " + name + "; known are " + String.join(", ", known));
            }
        }
        VitSpec told = Json.mapper().convertValue(shape, VitSpec.class).withImageSize(crop == null ? size : crop);
        return new BackboneSpec(
                "features", place, 0, told, mean, std, FeatureNorm.NONE, TrainableSpec.NONE, false, framing());
    }

    private FramingSpec framing() {
        if (published) {
            return new FramingSpec(FramingSpec.Resize.PUBLISHED, null, null);
        }
        return crop == null
                ? new FramingSpec(FramingSpec.Resize.STRETCH, filter, null)
                : new FramingSpec(FramingSpec.Resize.CENTRE_CROP, filter, size);
    }
}
