package io.protolab.cpu.dataset.flatbirds;

import io.protolab.cpu.dataset.flatbirds.BirdLayers.Layer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;

/**
 * Draws scenes as square pictures of one size. Immutable and safe for all threads; equal scenes give equal bytes on one
 * Java version.
 */
public final class BirdRenderer {

    private static final Color SKY = new Color(85, 85, 153);

    /** The colour picture is drawn this many times larger, antialiased, and averaged. */
    private static final int SUPERSAMPLING = 2;

    private final int size;

    /** @param size pixels per side */
    public BirdRenderer(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("picture size %d: must be at least 1 pixel".formatted(size));
        }
        this.size = size;
    }

    /** The colour picture: size · size · 3 bytes, row by row, red, green, blue. */
    public byte[] rgb(BirdScene scene) {
        int largeSize = size * SUPERSAMPLING;
        BufferedImage large = new BufferedImage(largeSize, largeSize, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = large.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(SKY);
        graphics.fillRect(0, 0, largeSize, largeSize);
        for (Layer layer : BirdLayers.of(scene, largeSize)) {
            graphics.setTransform(layer.toPixels());
            for (Figure.Area area : layer.figure().areas()) {
                graphics.setColor(new Color(area.rgb()));
                graphics.fill(area.shape());
            }
        }
        graphics.dispose();
        return averaged(pixels(large));
    }

    /** Each pixel belongs to the instance that covers its centre and lies in front. */
    public PartMap partMap(BirdScene scene) {
        return paintMap(BirdLayers.of(scene, size));
    }

    /**
     * The instance alone, as if nothing lay before it.
     *
     * @return a map that shows nothing else
     */
    PartMap amodalMap(BirdScene scene, PartInstance instance) {
        return paintMap(BirdLayers.of(scene, size).stream()
                .filter(layer -> layer.mapRgb() == instance.mapRgb())
                .toList());
    }

    private PartMap paintMap(List<Layer> layers) {
        BufferedImage map = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = map.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        for (Layer layer : layers) {
            graphics.setTransform(layer.toPixels());
            graphics.setColor(new Color(layer.mapRgb()));
            layer.figure().areas().forEach(area -> graphics.fill(area.shape()));
        }
        graphics.dispose();
        return new PartMap(size, pixels(map));
    }

    private byte[] averaged(int[] large) {
        byte[] rgb = new byte[size * size * 3];
        int stride = size * SUPERSAMPLING;
        int samples = SUPERSAMPLING * SUPERSAMPLING;
        int target = 0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int red = samples / 2;
                int green = samples / 2;
                int blue = samples / 2;
                for (int sample = 0; sample < samples; sample++) {
                    int row = y * SUPERSAMPLING + sample / SUPERSAMPLING;
                    int pixel = large[row * stride + x * SUPERSAMPLING + sample % SUPERSAMPLING];
                    red += (pixel >> 16) & 0xFF;
                    green += (pixel >> 8) & 0xFF;
                    blue += pixel & 0xFF;
                }
                rgb[target++] = (byte) (red / samples);
                rgb[target++] = (byte) (green / samples);
                rgb[target++] = (byte) (blue / samples);
            }
        }
        return rgb;
    }

    private static int[] pixels(BufferedImage image) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] &= 0xFFFFFF;
        }
        return pixels;
    }
}
