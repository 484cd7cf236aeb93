package io.protolab.gpu.image;

import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.artifact.VolumeAwayException;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.ManifestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The images of a dataset as inputs of a backbone: [3, size, size] each, row by row of the manifest. Every file is compared with what the
 * manifest says of it. Thread-safe.
 */
public final class ManifestImages {
    private final DatasetManifest manifest;
    private final Path root;
    private final Preprocessing preprocessing;

    public ManifestImages(DatasetManifest manifest, Preprocessing preprocessing) {
        this.manifest = manifest;
        this.root = Path.of(manifest.root()).toAbsolutePath().normalize();
        this.preprocessing = preprocessing;
    }

    /**
     * The image of a row.
     *
     * @throws ChangedFileException if the file is gone or another one
     * @throws VolumeAwayException if the whole dataset is gone
     * @throws UnreadableImageException if it cannot be decoded
     */
    public float[] image(int row) throws IOException {
        return preprocessing.apply(decode(row));
    }

    /** As {@link #image}, with noise. */
    public float[] noisy(int row, InputNoise noise) throws IOException {
        float[] values = preprocessing.pixels(decode(row));
        if (noise.onPixels()) {
            noise.addTo(values, row);
            preprocessing.normalise(values);
        } else {
            preprocessing.normalise(values);
            noise.addTo(values, row);
        }
        return values;
    }

    /** As {@link #image}, of a changed picture. */
    public float[] changed(int row, ImageChange change) throws IOException {
        String path = manifest.images().get(row).path();
        RgbImage square = change.apply(decode(row), path, preprocessing.size());
        return preprocessing.withFraming(Framing.STRETCHED).apply(square);
    }

    /** The picture of a row with one part removed; the manifest holds no checksum of it. */
    public float[] deletion(int row, String part) throws IOException {
        String path = manifest.images().get(row).deletions().get(part);
        if (path == null) {
            throw new IllegalArgumentException(
                    manifest.images().get(row).path() + " has no picture without its " + part);
        }
        return preprocessing.apply(ImageDecoder.decode(read(path), path));
    }

    private RgbImage decode(int row) throws IOException {
        ManifestImage image = manifest.images().get(row);
        byte[] content = read(image.path());
        if (content.length != image.bytes()) {
            throw new ChangedFileException(image.path(), content.length + " bytes instead of " + image.bytes());
        }
        String sha256 = Sha256.of(content);
        if (!sha256.equals(image.sha256())) {
            throw new ChangedFileException(image.path(), "sha256 " + sha256 + " instead of " + image.sha256());
        }
        return ImageDecoder.decode(content, image.path());
    }

    private byte[] read(String path) throws IOException {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root)) {
            throw new ChangedFileException(path, "the path leaves " + root);
        }
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            Volume.requireAround("dataset " + manifest.name(), root, "its directory", e);
            throw new ChangedFileException(path, "there is no file " + file);
        }
    }
}
