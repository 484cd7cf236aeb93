package io.protolab.gpu.image;

import io.protolab.platform.dataset.ImageFormat;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes like Pillow's {@code Image.open(f).convert("RGB")}: alpha is dropped, grey replicated, palettes are resolved, orientation
 * and colour profiles are ignored, 16-bit colour keeps its high byte and 16-bit grey is cut at 255.
 *
 * <p>Sample values are taken from the raster, because the JDK's own conversion to RGB treats grey as linear light and applies profiles.
 */
public final class ImageDecoder {
    /** Pillow's limit, twice 2^28 / 3: more pixels are taken for an attack. */
    private static final long MOST_PIXELS = 178_956_970;

    private ImageDecoder() {}

    /**
     * Decodes one file; the first frame of several.
     *
     * @param name for messages
     * @throws UnreadableImageException if the content is empty, unknown, unsupported, truncated, damaged or too large
     */
    public static RgbImage decode(byte[] content, String name) throws UnreadableImageException {
        if (content.length == 0) {
            throw new UnreadableImageException(name, "the file is empty", null);
        }
        ImageFormat format = ImageFormat.of(content);
        if (!format.isReadable()) {
            String reason = format == ImageFormat.UNKNOWN
                    ? "the content is not an image"
                    : format + " is not supported; convert it to PNG or JPEG";
            throw new UnreadableImageException(name, reason, null);
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
        try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(
                new ByteArrayInputStream(format == ImageFormat.JPEG ? JpegSegment.withoutProfile(content) : content))) {
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(input, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > MOST_PIXELS) {
                throw new UnreadableImageException(
                        name, pixels + " pixels are more than the limit of " + MOST_PIXELS, null);
            }
            RgbImage image = read(reader, format, content);
            if (format == ImageFormat.JPEG && !warnings.isEmpty()) {
                throw new UnreadableImageException(name, "truncated or damaged: " + String.join("; ", warnings), null);
            }
            return image;
        } catch (UnreadableImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // the JDK's readers answer damage with exceptions of many unchecked types
            throw new UnreadableImageException(name, "truncated or damaged " + format + ": " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    private static RgbImage read(ImageReader reader, ImageFormat format, byte[] content) throws IOException {
        if (format == ImageFormat.JPEG) {
            JpegColour colour = JpegColour.of(content);
            if (colour.isCmyk()) {
                return colour.toRgb(reader.readRaster(0, null));
            }
        }
        BufferedImage image = reader.read(0);
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return resolve(image.getRaster(), palette);
        }
        return convert(image.getRaster());
    }

    private static RgbImage resolve(Raster indices, IndexColorModel palette) {
        int width = indices.getWidth();
        int height = indices.getHeight();
        byte[] rgb = new byte[3 * width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            indices.getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                int colour = palette.getRGB(row[x]);
                int at = 3 * (y * width + x);
                rgb[at] = (byte) (colour >> 16);
                rgb[at + 1] = (byte) (colour >> 8);
                rgb[at + 2] = (byte) colour;
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private static RgbImage convert(Raster raster) throws IOException {
        int bands = raster.getNumBands();
        int type = raster.getTransferType();
        boolean wide = type == DataBuffer.TYPE_USHORT;
        if (bands > 4 || (!wide && type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_INT)) {
            throw new IOException(bands + " channels of sample type " + type + " are not supported");
        }
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] rgb = new byte[3 * width * height];
        int[] row = new int[bands * width];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    int sample = row[bands * x + (bands < 3 ? 0 : channel)];
                    if (wide) {
                        sample = bands == 1 ? Math.min(sample, 255) : sample >> 8;
                    }
                    rgb[3 * (y * width + x) + channel] = (byte) sample;
                }
            }
        }
        return new RgbImage(width, height, rgb);
    }
}
