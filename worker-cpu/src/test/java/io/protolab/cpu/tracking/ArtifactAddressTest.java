package io.protolab.cpu.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArtifactAddressTest {
    private static final URI TRACKING = URI.create("http://mlflow:5000/base/");

    @ParameterizedTest
    @CsvSource({
        "plots/a.png, plots/a.png",
        "plots/a b+c~d.png, plots/a%20b%2Bc~d.png",
        "klasse/größe.png, klasse/gr%C3%B6%C3%9Fe.png",
        "100%/x:y*.png, 100%25/x%3Ay%2A.png"
    })
    void encodesEverySegment(String path, String encoded) {
        assertThat(ArtifactAddress.of(TRACKING, "mlflow-artifacts:/7/run/artifacts", path))
                .hasToString("http://mlflow:5000/base/api/2.0/mlflow-artifacts/artifacts/7/run/artifacts/" + encoded);
    }

    @Test
    void takesAnArtifactUriThatNamesItsServer() {
        assertThat(ArtifactAddress.of(TRACKING, "mlflow-artifacts://mlflow:5000/7/run/artifacts", "a"))
                .hasToString("http://mlflow:5000/base/api/2.0/mlflow-artifacts/artifacts/7/run/artifacts/a");
    }

    @Test
    void saysHowToStartTheServer_ifItDoesNotTakeFiles() {
        assertThatThrownBy(() -> ArtifactAddress.of(TRACKING, "s3://bucket/7/run/artifacts", "a"))
                .hasMessageContaining("s3://bucket")
                .hasMessageContaining("--serve-artifacts");
    }

    @ParameterizedTest
    @CsvSource({"a#b.png", "../a.png", "a/../b.png"})
    void refusesPathsThatMlflowRefuses(String path) {
        assertThatThrownBy(() -> ArtifactAddress.of(TRACKING, "mlflow-artifacts:/7/run/artifacts", path))
                .hasMessageContaining(path);
    }
}
