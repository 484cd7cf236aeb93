package io.protolab.gpu.weights;

import io.protolab.gpu.model.Backbone;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.gpu.tensor.TorchScriptModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A TorchScript program that takes pixels [B, 3, H, W] and returns patch tokens [B, N, D], whatever happens inside. It is
 * code: loading it runs it, so whoever calls this has to trust the file.
 */
public final class TorchScriptBackbone implements Backbone {
    private final TorchScriptModule module;

    private TorchScriptBackbone(TorchScriptModule module) {
        this.module = module;
    }

    /** Whether a file is a TorchScript program; nothing of it is run to find out. */
    public static boolean isProgram(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().anyMatch(entry -> entry.getName().endsWith("/constants.pkl"));
        } catch (ZipException e) {
            return false;
        }
    }

    /** Runs the program's initialisation. */
    public static TorchScriptBackbone load(Path file) throws IOException {
        return new TorchScriptBackbone(TorchScriptModule.load(file));
    }

    /** What a program returns for images of one size. */
    public record Tokens(PatchGrid grid, int dim) {}

    /**
     * Runs a program on an image of zeros, to see what it returns.
     *
     * @throws TensorFileException if that is no grid of patch tokens, or differs from run to run
     */
    public static Tokens probe(Path file, int imageSize) throws IOException {
        try (TensorScope scope = TensorScope.open();
                TorchScriptBackbone program = load(file)) {
            Tensor pixels = Tensors.full(0, 1, 3, imageSize, imageSize);
            List<Tensor> results = run(program, pixels, file);
            long[] shape = results.get(0).shape();
            if (results.size() != 1 || shape.length != 3 || shape[0] != 1) {
                throw new TensorFileException(file + " returns " + results
                        + " for one image; a backbone returns one tensor of patch tokens [images, patches, width]");
            }
            if (!Arrays.equals(
                    results.get(0).toFloats(), run(program, pixels, file).get(0).toFloats())) {
                throw new TensorFileException(file + " returns other tokens each time; was it saved without eval()?");
            }
            return new Tokens(square(shape[1], file), Math.toIntExact(shape[2]));
        }
    }

    private static List<Tensor> run(TorchScriptBackbone program, Tensor pixels, Path file) throws TensorFileException {
        try {
            return program.module.forward(pixels);
        } catch (RuntimeException e) {
            throw new TensorFileException(file + " does not run on images " + pixels + ": " + e.getMessage(), e);
        }
    }

    private static PatchGrid square(long patches, Path file) throws TensorFileException {
        try {
            return PatchGrid.square(Math.toIntExact(patches));
        } catch (IllegalArgumentException e) {
            throw new TensorFileException(
                    file + " returns " + patches
                            + " tokens for a square image, which are no square grid of patches; let it"
                            + " leave out class token and registers",
                    e);
        }
    }

    @Override
    public Tensor patchTokens(Tensor pixels) {
        return module.forward(pixels).get(0);
    }

    @Override
    public void close() {
        module.close();
    }
}
