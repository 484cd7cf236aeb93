package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SavePaceTest {
    @Test
    void savesEveryTwoSeconds_whereThatIsCheap() {
        assertThat(SavePace.interval(Duration.ofMillis(30))).hasSeconds(2);
    }

    @Test
    void givesATwentiethOfTheTimeToLargeStates() {
        assertThat(SavePace.interval(Duration.ofSeconds(9))).hasSeconds(180);
    }
}
