package io.protolab.platform.registry;

import static io.protolab.platform.registry.RegistrySamples.TWO_PROTOTYPES_ONE_PRUNED;
import static io.protolab.platform.registry.RegistrySamples.dataset;
import static io.protolab.platform.registry.RegistrySamples.features;
import static io.protolab.platform.registry.RegistrySamples.result;
import static io.protolab.platform.registry.RegistrySamples.row;
import static io.protolab.platform.registry.RegistrySamples.twoAssignmentsTwoSeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.platform.experiment.TrialState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JdbcRegistryTest extends RegistryContract {
    private final MigratedDatabase database = MigratedDatabase.fresh();
    private final Registry registry = new JdbcRegistry(database.dataSource());

    @AfterEach
    void empty() {
        database.close();
    }

    @Override
    protected Registry registry() {
        return registry;
    }

    @Test
    void keepsWhichSweepUsedWhichDataAndFeatures() throws SQLException {
        registry.accept(twoAssignmentsTwoSeeds("s"));

        registry.recordDataset("s", dataset("m"), "/store/m");
        registry.recordFeatures("s", features("k"));

        assertThat(query("select name, location, classes, train, validation, test, unreadable"
                        + " from datasets join sweep_datasets using (manifest_sha256) where sweep_id = 's'"))
                .containsExactly("birds /store/m 3 60 0 30 1");
        assertThat(
                        query(
                                "select dataset, backbone, key, images, tokens, dim, bytes, weights_sha256, name"
                                        + " from sweep_feature_sets join feature_sets on key = feature_key join backbones using (weights_sha256)"))
                .containsExactly("birds tiny k 90 64 128 1474560 weights-sha256 tiny");
    }

    @Test
    void letsOneOfTwoEndingsWin() throws Exception {
        registry.accept(twoAssignmentsTwoSeeds("s"));
        registry.startTrial("s-0", List.of());
        ExecutorService writers = Executors.newFixedThreadPool(2);
        List<Callable<String>> endings = List.of(
                () -> {
                    registry.completeTrial("s-0", result(Map.of()), TWO_PROTOTYPES_ONE_PRUNED, List.of(), List.of());
                    return "COMPLETE";
                },
                () -> {
                    registry.endTrial("s-0", TrialState.CANCELLED, "asked to", List.of());
                    return "CANCELLED";
                });

        List<String> won = new ArrayList<>();
        List<Throwable> lost = new ArrayList<>();
        for (Future<String> ending : writers.invokeAll(endings)) {
            try {
                won.add(ending.get());
            } catch (ExecutionException e) {
                lost.add(e.getCause());
            }
        }

        writers.shutdown();
        assertThat(won)
                .containsExactly(registry.findTrial("s-0").orElseThrow().state().name());
        assertThat(lost)
                .singleElement()
                .isInstanceOf(RegistryException.class)
                .isNotInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void keepsTheChecksumOfWhatWillBeSent() throws SQLException {
        registry.accept(twoAssignmentsTwoSeeds("s"));
        registry.startTrial("s-0", List.of(row("s-0", "create")));

        assertThat(query("select payload_sha256 = encode(sha256('s-0create'::bytea), 'hex') from mlflow_outbox"))
                .containsExactly("t");
    }

    @Test
    void mayNotChangeTheSchema() {
        assertThatThrownBy(() -> {
                    try (Connection rows = database.dataSource().getConnection();
                            Statement statement = rows.createStatement()) {
                        statement.execute("drop table trials");
                    }
                })
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("must be owner");
    }

    /** Every row as its columns with spaces between. */
    private List<String> query(String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(rows.getString(i));
                }
                lines.add(String.join(" ", columns));
            }
        }
        return lines;
    }
}
