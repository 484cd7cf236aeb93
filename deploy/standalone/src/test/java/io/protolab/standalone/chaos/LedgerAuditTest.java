package io.protolab.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.standalone.FreshRegistry;
import io.protolab.standalone.chaos.Finding.Kind;
import java.io.IOException;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerAuditTest {
    private static FreshRegistry registry;
    private static Jdbi rows;

    @BeforeAll
    static void start() throws IOException {
        registry = new FreshRegistry("ledger");
        rows = Jdbi.create(registry.rows());
        execute("INSERT INTO experiments (name) VALUES ('e')");
        execute("INSERT INTO sweeps (id, experiment, fingerprint, spec) VALUES ('s', 'e', 'f', '{}')");
        execute("""
                INSERT INTO trials (id, sweep_id, index, name, fingerprint, spec, assignment, seed, state, provenance, ended_at)
                SELECT 't-' || i, 's', i, 'n' || i, 'f', '{}', '{}', 0, 'COMPLETE', '{}', now() FROM generate_series(1, 2) i""");
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    /** A trial that nobody disturbed, and one whose worker was killed at step 7 with a checkpoint of step 4. */
    @BeforeEach
    void writeTwoWholeStories() {
        execute("DELETE FROM attempts");
        execute("DELETE FROM epochs");
        attempt("t-1", 1, "DONE", "", 0, 20, 0);
        attempt("t-2", 1, "NODE_LOST", "no heartbeat", 0, 7, 0);
        attempt("t-2", 2, "DONE", "", 4, 16, 3);
        execute("""
                INSERT INTO epochs (trial_id, epoch, seconds, finished_at)
                SELECT 't-' || i, epoch, 1, now() FROM generate_series(1, 2) i, generate_series(0, 3) epoch""");
    }

    @Test
    void findsNothingInWholeStories() {
        assertThat(findings()).isEmpty();
    }

    @Test
    void findsWhatAnAttemptDoesNotTell() {
        execute("UPDATE attempts SET threads = NULL, host = NULL, evidence = '' WHERE outcome = 'NODE_LOST'");

        assertOnly(Kind.ROW_MISSING, "t-2: attempt 1, NODE_LOST, lacks its host, its threads, its evidence");
    }

    @Test
    void findsAnAttemptThatNeverEnded() {
        execute("UPDATE attempts SET ended_at = NULL, outcome = NULL WHERE trial_id = 't-1'");

        assertThat(findings()).extracting(Finding::kind).containsExactly(Kind.LEFT_OPEN, Kind.ROW_DOUBLED);
    }

    @Test
    void findsAMissingAttempt() {
        execute("UPDATE attempts SET number = 3 WHERE trial_id = 't-2' AND number = 2");

        assertOnly(Kind.ROW_MISSING, "t-2: 2 attempts, the last is number 3");
    }

    @Test
    void findsATrialThatWasDoneTwice() {
        execute("UPDATE attempts SET outcome = 'DONE', steps_done = 4 WHERE trial_id = 't-2' AND number = 1");

        assertOnly(Kind.ROW_DOUBLED, "t-2: attempts 1 DONE, 2 DONE");
    }

    @Test
    void findsAGapBetweenEpochs() {
        execute("DELETE FROM epochs WHERE trial_id = 't-2' AND epoch = 1");

        assertOnly(Kind.ROW_MISSING, "t-2: 3 epochs, the last is epoch 3");
    }

    @Test
    void findsStepsThatWereDoneAgainAndNotCounted() {
        execute("UPDATE attempts SET steps_repeated = 2 WHERE trial_id = 't-2' AND number = 2");

        assertOnly(
                Kind.NUMBER_DIFFERENT,
                "t-2: attempt 2 goes on from step 4 and repeats 2, but step 7 was reached before");
    }

    @Test
    void findsATrialThatIsLongerThanAnotherOfItsSpec() {
        execute("UPDATE attempts SET steps_done = 17 WHERE trial_id = 't-2' AND number = 2");

        assertOnly(Kind.NUMBER_DIFFERENT, "t-1 and others of its spec end at steps 20, 21");
    }

    private static void assertOnly(Kind kind, String what) {
        assertThat(findings()).containsExactly(new Finding(kind, "registry", what));
    }

    private static List<Finding> findings() {
        return new LedgerAudit(registry.rows()).findings();
    }

    private static void attempt(
            String trial, int number, String outcome, String evidence, int firstStep, int done, int repeated) {
        rows.useHandle(
                handle -> handle.execute("""
                INSERT INTO attempts (trial_id, number, opening, worker, host, device, threads, first_epoch, first_step,
                                      steps_done, steps_repeated, evidence, started_at, ended_at, outcome)
                VALUES (?, ?, 'opening ' || ?, 'node/7', 'node', 'cpu', 1, 0, ?, ?, ?, ?, now(), now(), ?)""", trial, number, number, firstStep, done, repeated, evidence, outcome));
    }

    private static void execute(String sql) {
        rows.useHandle(handle -> handle.execute(sql));
    }
}
