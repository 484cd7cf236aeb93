package io.protolab.cpu.dataset;

import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.dataset.ImageFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes a whole file to learn whether it can be used. The JDK returns a truncated JPEG as a picture with a grey rest and
 * merely warns a listener, so a warning about a JPEG counts as damage.
 */
final class ImageCheck {

    /** As many as Pillow accepts, twice 2^28 / 3; a header that claims more is refused before anything is allocated. */
    private static final long MAX_PIXELS = 178_956_970;

    private static final long MAX_BYTES = 256L << 20;

    private ImageCheck() {}

    static ImageVerdict of(Path file) {
        byte[] content;
        try {
            if (!Files.exists(file)) {
                return new ImageVerdict.Unusable("the file is missing");
            }
            if (!Files.isRegularFile(file)) {
                return new ImageVerdict.Unusable("is no regular file");
            }
            if (Files.size(file) > MAX_BYTES) {
                return new ImageVerdict.Unusable(
                        "%d bytes are too many, the limit is %d".formatted(Files.size(file), MAX_BYTES));
            }
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            return new ImageVerdict.Unusable("cannot be read: " + e);
        }
        if (content.length == 0) {
            return new ImageVerdict.Unusable("the file is empty");
        }
        ImageFormat format = ImageFormat.of(content);
        if (format == ImageFormat.UNKNOWN) {
            return new ImageVerdict.Unusable("the content is no image");
        }
        if (!format.isReadable()) {
            return new ImageVerdict.Unusable(format + " is not supported; convert it to PNG or JPEG");
        }
        return decode(content, format);
    }

    private static ImageVerdict decode(byte[] content, ImageFormat format) {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
        try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            if (format == ImageFormat.PNG) {
                PngChunks.verify(content);
            }
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(input, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > MAX_PIXELS) {
                return new ImageVerdict.Unusable(
                        "%d x %d are too many pixels, the limit is %d".formatted(width, height, MAX_PIXELS));
            }
            if (reader.canReadRaster()) {
                reader.readRaster(0, null); // the raster also exists where colours cannot be converted, as with CMYK
            } else {
                reader.read(0);
            }
            if (format == ImageFormat.JPEG && !warnings.isEmpty()) {
                return new ImageVerdict.Unusable("truncated or damaged JPEG: " + String.join("; ", warnings));
            }
            return new ImageVerdict.Usable(Sha256.of(content), content.length, width, height);
        } catch (IOException | RuntimeException e) {
            // the JDK's decoders answer damaged input with many kinds of unchecked exceptions
            return new ImageVerdict.Unusable("truncated or damaged %s: %s".formatted(format, e.getMessage()));
        } finally {
            reader.dispose();
        }
    }
}
