package io.protolab.platform.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.experiment.SpecProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewScheduleTest {
    @ParameterizedTest
    @ValueSource(strings = {"0 2 * * *", "*/15 8-18 * * mon-fri", "@daily", "@every 6h"})
    void takesATime(String cron) {
        assertThat(NewSchedule.problems("nightly", cron, "Europe/Berlin")).isEmpty();
    }

    @Test
    void tellsEverythingThatIsWrong() {
        assertThat(NewSchedule.problems("Every night", "at two", "Middle/Earth"))
                .extracting(SpecProblem::path)
                .containsExactly("name", "cron", "timezone");
    }

    @Test
    void wantsTheTimeZoneApartFromTheTime() {
        assertThat(NewSchedule.problems("nightly", "CRON_TZ=UTC 2 * * *", "UTC"))
                .extracting(SpecProblem::path)
                .containsExactly("cron");
    }

    @Test
    void namesASweepAfterItsFiring() {
        assertThat(WorkflowIds.sweepOfFiring("schedule/nightly-2026-11-24T02:00:00Z"))
                .isEqualTo("nightly-20261124-020000");
    }
}
