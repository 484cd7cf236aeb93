package io.protolab.gpu.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class CheckpointIdentitiesTest {
    private static final TrainingPlan PLAN = SmallTraining.plan(3, ReferenceSwitches.Checkpoint.LAST);
    private static final ComputeIdentity ONE = new ComputeIdentity("cpu", 1, 0, Map.of());
    private static final ComputeIdentity TWO = new ComputeIdentity("cpu", 2, 0, Map.of());

    @TempDir
    Path home;

    /** Images whose features somebody stored. */
    private record Stored(ComputeIdentity identity) implements TokenBatches {
        @Override
        public int imageCount() {
            return 0;
        }

        @Override
        public List<ComputeIdentity> featureIdentities() {
            return List.of(identity);
        }

        @Override
        public TokenBatch gather(int[] images) {
            throw new UnsupportedOperationException("there are none");
        }
    }

    @Test
    void remembersUnderWhatEachPartWasComputed() throws IOException {
        try (Checkpoints checkpoints = Checkpoints.begin(home, 1);
                TrainingState state = TrainingState.initial(PLAN)) {
            state.computesUnder(ONE);
            state.computesUnder(ONE);
            state.computesUnder(TWO);
            checkpoints.save(state, PLAN);

            try (TrainingState restored = checkpoints.restore(PLAN).orElseThrow()) {
                assertThat(restored.identities()).containsExactly(ONE, TWO);
                assertThat(restored.featureIdentities()).isEmpty();
            }
        }
    }

    @Test
    void remembersUnderWhatTheFeaturesWereComputed_eachOnce() throws IOException {
        try (Checkpoints checkpoints = Checkpoints.begin(home, 1);
                TrainingState state = TrainingState.initial(PLAN)) {
            state.reads(new Stored(TWO));
            state.reads(new Stored(ONE));
            state.reads(new Stored(TWO));
            checkpoints.save(state, PLAN);

            try (TrainingState restored = checkpoints.restore(PLAN).orElseThrow()) {
                assertThat(restored.featureIdentities()).containsExactly(TWO, ONE);
            }
        }
    }

    @Test
    void readsWhatWasSavedBeforeFeaturesHadIdentities() throws IOException {
        try (TrainingState state = TrainingState.initial(PLAN)) {
            state.computesUnder(ONE);
            ObjectNode saved = Json.mapper().valueToTree(CheckpointRest.of(state, PLAN));
            assertThat(saved.remove("featureIdentities")).isNotNull();

            CheckpointRest read = Json.mapper().treeToValue(saved, CheckpointRest.class);

            assertThat(read).isEqualTo(CheckpointRest.of(state, PLAN));
        }
    }
}
