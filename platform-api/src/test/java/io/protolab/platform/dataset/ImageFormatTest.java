package io.protolab.platform.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFormatTest {
    @ParameterizedTest
    @CsvSource({
        "ÿØÿà, JPEG",
        "GIF89a, GIF",
        "BM, BMP",
        "RIFF1234WEBPVP8, WEBP",
        "1234ftypavif, AVIF",
        "'1234jP  ', JPEG2000",
        "GIF88a, UNKNOWN",
        "'', UNKNOWN"
    })
    void tellsFormatsByTheirFirstBytes(String start, ImageFormat format) {
        assertThat(ImageFormat.of(start.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(format);
    }

    @Test
    void readsWhatTheJdkReads() {
        assertThat(ImageFormat.values())
                .filteredOn(ImageFormat::isReadable)
                .containsExactly(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.GIF, ImageFormat.BMP, ImageFormat.TIFF);
    }
}
