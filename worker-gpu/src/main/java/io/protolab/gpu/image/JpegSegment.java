package io.protolab.gpu.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment of a JPEG file before the image data.
 *
 * @param marker second byte of the marker
 * @param begin position of the marker's first byte
 * @param end position after the segment
 */
record JpegSegment(int marker, int begin, int end) {
    private static final int HEADER = 4;
    private static final int START_OF_SCAN = 0xDA;
    private static final int APP2 = 0xE2;

    /** The segments in order; what cannot be understood ends the list and is left to the decoder to complain about. */
    static List<JpegSegment> list(byte[] jpeg) {
        List<JpegSegment> segments = new ArrayList<>();
        int at = 2;
        while (at + HEADER <= jpeg.length && (jpeg[at] & 0xFF) == 0xFF) {
            int marker = jpeg[at + 1] & 0xFF;
            if (marker == 0xFF) {
                at++; // fill byte
                continue;
            }
            int end = at + 2 + (((jpeg[at + 2] & 0xFF) << 8) | (jpeg[at + 3] & 0xFF));
            if (marker == START_OF_SCAN || end < at + HEADER || end > jpeg.length) {
                break;
            }
            segments.add(new JpegSegment(marker, at, end));
            at = end;
        }
        return segments;
    }

    /** The file without its colour profile, by which the JDK's reader would convert the samples. */
    static byte[] withoutProfile(byte[] jpeg) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream(jpeg.length);
        int copied = 0;
        for (JpegSegment segment : list(jpeg)) {
            if (segment.marker == APP2 && segment.startsWith(jpeg, "ICC_PROFILE")) {
                rest.write(jpeg, copied, segment.begin - copied);
                copied = segment.end;
            }
        }
        rest.write(jpeg, copied, jpeg.length - copied);
        return rest.toByteArray();
    }

    /** Whether the content begins with a word. */
    boolean startsWith(byte[] jpeg, String word) {
        int length = Math.min(word.length(), end - begin - HEADER);
        return new String(jpeg, begin + HEADER, length, StandardCharsets.ISO_8859_1).equals(word);
    }

    /** A byte of the content, or 0 beyond it. */
    int content(byte[] jpeg, int index) {
        int at = begin + HEADER + index;
        return at < end ? jpeg[at] & 0xFF : 0;
    }
}
