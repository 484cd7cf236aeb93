package io.protolab.gpu.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.artifact.Sha256;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
    private static final Preprocessing IMAGENET =
            new Preprocessing(56, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    @Test
    void normalisesToTheBitsOfTorchvision() throws UnreadableImageException {
        RgbImage image = ImageDecoder.decode(GoldenImages.content("png_rgb.png"), "png_rgb.png");

        assertThat(Sha256.of(GoldenImages.littleEndian(IMAGENET.apply(image))))
                .isEqualTo("d7c8bb6196146d563e0e903451b2ab696f2c206550a084f2e5c323a6b182f776");
    }
}
