package io.protolab.gpu.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StopPointTest {
    @Test
    void endsWorkWithWhatTheOneAskedThrows() {
        try (StopPoint obeyed = StopPoint.obeying(() -> {
            throw new IllegalStateException("enough");
        })) {
            assertThatThrownBy(StopPoint::pass).hasMessage("enough");
            assertThat(CompletableFuture.runAsync(StopPoint::pass)).succeedsWithin(Duration.ofSeconds(20));
        }
        assertThatCode(StopPoint::pass).doesNotThrowAnyException();
    }

    @Test
    void asksTheInnermostOnly_andTheOuterOneAfterIt() {
        List<String> asked = new ArrayList<>();
        try (StopPoint outer = StopPoint.obeying(() -> asked.add("outer"))) {
            try (StopPoint inner = StopPoint.obeying(() -> asked.add("inner"))) {
                StopPoint.pass();
            }
            StopPoint.pass();
        }
        assertThat(asked).containsExactly("inner", "outer");
    }
}
