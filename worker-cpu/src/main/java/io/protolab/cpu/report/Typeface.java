package io.protolab.cpu.report;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Letters as outlines of Liberation Sans, a font on the class path. AWT's own fonts would need fontconfig and an installed font,
 * and would draw other pixels on other machines. Thread-safe.
 */
final class Typeface {
    static final Typeface REGULAR = new Typeface("LiberationSans-Regular.ttf");
    static final Typeface BOLD = new Typeface("LiberationSans-Bold.ttf");

    private final TrueTypeFont font;
    private final CmapLookup glyphIds;
    private final double unitsPerEm;
    private final Map<Integer, Glyph> glyphs = new ConcurrentHashMap<>();

    private Typeface(String file) {
        try (InputStream bytes = Typeface.class.getResourceAsStream("/liberation/" + file)) {
            if (bytes == null) {
                throw new IllegalStateException(
                        "the font " + file + " is not on the class path; add openpdf-fonts-extra to the worker's jars");
            }
            font = new TTFParser().parse(new RandomAccessReadBuffer(bytes));
            glyphIds = font.getUnicodeCmapLookup();
            unitsPerEm = font.getUnitsPerEm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Width in pixels of a line of text. */
    double width(String text, double size) {
        return text.codePoints().mapToDouble(c -> glyph(c).advance()).sum() * size / unitsPerEm;
    }

    /** The outline of a line of text that starts at the origin of its baseline; y grows downwards. */
    Shape outline(String text, double size) {
        Path2D line = new Path2D.Double();
        AffineTransform pen = AffineTransform.getScaleInstance(size / unitsPerEm, -size / unitsPerEm);
        text.codePoints().forEach(c -> {
            Glyph glyph = glyph(c);
            line.append(glyph.outline().getPathIterator(pen), false);
            pen.translate(glyph.advance(), 0);
        });
        return line;
    }

    /** As much of a text as fits, with an ellipsis if something is cut off. */
    String fit(String text, double size, double width) {
        if (width(text, size) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end) + "…", size) > width) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).stripTrailing() + "…";
    }

    /** Whether the font has a letter of its own for a sign; others become a box. */
    boolean knows(int codePoint) {
        return glyphIds.getGlyphId(codePoint) != 0;
    }

    private Glyph glyph(int codePoint) {
        return glyphs.computeIfAbsent(codePoint, this::read);
    }

    private Glyph read(int codePoint) {
        synchronized (font) {
            try {
                int id = glyphIds.getGlyphId(codePoint);
                var outline = font.getGlyph().getGlyph(id);
                return new Glyph(outline == null ? new Path2D.Double() : outline.getPath(), font.getAdvanceWidth(id));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** An outline in font units with y upwards, and how far it moves the pen. */
    private record Glyph(Path2D outline, double advance) {}
}
