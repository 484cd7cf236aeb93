package io.protolab.cpu.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageCheckTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "jpeg_progressive_420.jpg, 97, 61",
        "jpeg_trailing_bytes.jpg, 97, 61",
        "jpeg_cmyk_adobe.jpg, 97, 61",
        "png_named.jpg, 113, 73",
        "gif_named.jpg, 97, 61",
        "png_small.png, 19, 31"
    })
    void acceptsWhatDecodes_whateverItsName(String resource, int width, int height) throws IOException {
        byte[] content = ImageFiles.resource(resource);

        ImageVerdict verdict = check(content);

        assertThat(verdict).isInstanceOfSatisfying(ImageVerdict.Usable.class, usable -> {
            assertThat(usable.width()).isEqualTo(width);
            assertThat(usable.height()).isEqualTo(height);
            assertThat(usable.bytes()).isEqualTo(content.length);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "bad_truncated_60.jpg, truncated",
        "bad_truncated_progressive.jpg, truncated",
        "bad_soi_only.jpg, truncated or damaged JPEG",
        "bad_png_truncated.png, ends within a chunk",
        "bad_png_ihdr_crc.png, IHDR has a wrong checksum",
        "bomb_header_60000.png, 60000 x 60000 are too many pixels",
        "bomb_jpeg_65500.jpg, 65500 x 65500 are too many pixels",
        "webp_named.jpg, WEBP is not supported"
    })
    void namesTheDamage(String resource, String reason) throws IOException {
        assertThat(check(ImageFiles.resource(resource)))
                .isInstanceOfSatisfying(
                        ImageVerdict.Unusable.class,
                        unusable -> assertThat(unusable.reason()).contains(reason));
    }

    @Test
    void tellsEmptyFilesTextAndMissingFilesApart() throws IOException {
        assertThat(check(new byte[0])).isEqualTo(new ImageVerdict.Unusable("the file is empty"));
        assertThat(check("no picture".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new ImageVerdict.Unusable("the content is no image"));
        assertThat(ImageCheck.of(folder.resolve("nowhere.jpg")))
                .isEqualTo(new ImageVerdict.Unusable("the file is missing"));
    }

    private ImageVerdict check(byte[] content) throws IOException {
        return ImageCheck.of(Files.write(folder.resolve("image.jpg"), content));
    }
}
