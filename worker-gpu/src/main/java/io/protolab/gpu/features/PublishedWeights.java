package io.protolab.gpu.features;

import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.StopPoint;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.gpu.weights.Architecture;
import io.protolab.gpu.weights.ExpectedInput;
import io.protolab.gpu.weights.PublishedBackbone;
import io.protolab.gpu.weights.Trait;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.VitSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Weights in a file or directory, as they were published. */
record PublishedWeights(BackboneSpec backbone, PublishedBackbone recognised, String sha256) implements BackboneWeights {
    private static final int CHUNK = 1 << 20;

    /** The spec may say what the files do not; where both speak they have to agree. */
    static PublishedWeights of(BackboneSpec backbone) throws IOException {
        Path path = Path.of(backbone.weights());
        try {
            BasicFileAttributes unused = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) { // a volume that does not answer is another failure
            throw new NoSuchFileException("backbone " + backbone.name() + ": there is no weights file or directory "
                    + path + " on this worker; put it on a volume that all workers see");
        }
        try {
            PublishedBackbone recognised = PublishedBackbone.recognise(path, hints(backbone));
            requireWholePatches(backbone, recognised.facts().shape());
            return new PublishedWeights(
                    backbone, recognised, sha256(recognised.facts().files()));
        } catch (TensorFileException e) {
            throw named(backbone, e);
        }
    }

    static Architecture hints(BackboneSpec backbone) {
        VitSpec said = backbone.knownShape();
        Integer dim = said.dim();
        Double ratio = said.mlpRatio();
        return Architecture.unknown()
                .with(Trait.WIDTH, dim)
                .with(Trait.DEPTH, said.depth())
                .with(Trait.HEADS, said.heads())
                .with(Trait.PATCH, said.patch())
                .with(Trait.MLP_HIDDEN, dim == null || ratio == null ? null : (int) Math.round(dim * ratio))
                .with(Trait.REGISTERS, said.registers())
                .with(Trait.LAYER_NORM_EPS, said.layerNormEps());
    }

    private static void requireWholePatches(BackboneSpec backbone, VitShape shape) throws TensorFileException {
        if (backbone.imageSize() % shape.patch() != 0) {
            String nativeSide = shape.nativeGrid()
                    .map(PatchGrid::rows)
                    .map(rows -> ", such as " + rows * shape.patch())
                    .orElse("");
            throw new TensorFileException(
                    "images of " + backbone.imageSize() + " pixels do not divide into its patches of " + shape.patch()
                            + "; set shape.imageSize to a multiple" + nativeSide);
        }
    }

    /** A single file has the fingerprint that every other program finds, too. */
    private static String sha256(List<Path> files) throws IOException {
        if (files.size() == 1) {
            return sha256(files.get(0));
        }
        MessageDigest digest = Sha256.digest();
        for (Path file : files) {
            digest.update((file.getFileName() + " " + sha256(file) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.hex(digest);
    }

    /** Of gigabytes: may be stopped. */
    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] chunk = new byte[CHUNK];
        try (InputStream content = Files.newInputStream(file)) {
            for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
                digest.update(chunk, 0, read);
                StopPoint.pass();
            }
        }
        return Sha256.hex(digest);
    }

    @Override
    public Optional<VitShape> shape() {
        return Optional.of(recognised.facts().shape());
    }

    @Override
    public Optional<ExpectedInput> published() {
        return recognised.facts().expectedInput();
    }

    @Override
    public VisionTransformer load() throws IOException {
        try {
            return recognised.load();
        } catch (TensorFileException e) {
            throw named(backbone, e);
        }
    }

    private static TensorFileException named(BackboneSpec backbone, TensorFileException fault) {
        return new TensorFileException(
                "backbone " + backbone.name() + " with weights " + backbone.weights() + ": " + fault.getMessage(),
                fault);
    }
}
