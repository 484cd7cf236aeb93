package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.platform.experiment.EpochMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochReporterTest {
    private final RecordedSignals signals = new RecordedSignals();
    private final EpochReporter reporter = new EpochReporter("a", 1, signals);

    @Test
    void keepsEpochsThatCouldNotBeSent_forTheNextTime() {
        signals.signalsToLose.set(1);
        reporter.add(epochs(3));

        assertThatThrownBy(reporter::reportAll).hasMessageContaining("away");
        reporter.reportAll();
        reporter.reportAll();

        assertThat(signals.epochs).isEqualTo(epochs(3));
    }

    @Test
    void leavesTwoSecondsBetweenSignals() {
        reporter.add(epochs(1));

        reporter.reportIfDue();

        assertThat(signals.epochs).isEmpty();
    }

    @Test
    void splitsALongHistory_inOrder() {
        reporter.add(epochs(450));

        reporter.reportAll();

        assertThat(signals.epochs).isEqualTo(epochs(450));
    }

    private static List<EpochMetrics> epochs(int count) {
        return IntStream.range(0, count)
                .mapToObj(epoch -> new EpochMetrics(epoch, Map.of(EpochMetrics.LOSS, 1.0), 0.1, Instant.EPOCH))
                .toList();
    }
}
