package io.protolab.platform.registry;

import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.evaluation.PrototypeCatalogue.Prototype;
import io.protolab.platform.evaluation.PrototypeCatalogue.TopPatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** The SQL about prototypes and their top patches. */
record PrototypeStatements(Handle handle) {
    void insert(String trialId, PrototypeCatalogue catalogue) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into prototypes (trial_id, index, active, class_weights, usage)
                values (:trial, :index, :active, :classWeights, :usage)
                """);
        for (Prototype prototype : catalogue.prototypes()) {
            batch.bind("trial", trialId)
                    .bind("index", prototype.index())
                    .bind("active", prototype.active())
                    .bindArray("classWeights", Float.class, prototype.classWeights())
                    .bind("usage", prototype.usage())
                    .add();
        }
        batch.execute();
    }

    void insertPatches(String trialId, PrototypeCatalogue catalogue) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into prototype_patches (trial_id, prototype, rank, image_row, x, y, width, height, score)
                values (:trial, :prototype, :rank, :row, :x, :y, :width, :height, :score)
                """);
        for (Prototype prototype : catalogue.prototypes()) {
            List<TopPatch> patches = prototype.topPatches();
            for (int rank = 0; rank < patches.size(); rank++) {
                TopPatch patch = patches.get(rank);
                batch.bind("trial", trialId)
                        .bind("prototype", prototype.index())
                        .bind("rank", rank)
                        .bind("row", patch.row())
                        .bind("x", patch.x())
                        .bind("y", patch.y())
                        .bind("width", patch.width())
                        .bind("height", patch.height())
                        .bind("score", patch.score())
                        .add();
            }
        }
        batch.execute();
    }

    /** By index, without their patches. */
    List<Prototype> ofTrial(String trialId) {
        return handle.createQuery("""
                select * from prototypes where trial_id = :trial order by index
                """)
                .bind("trial", trialId)
                .map(PrototypeStatements::prototype)
                .list();
    }

    /** By prototype, best first. */
    Map<Integer, List<TopPatch>> patches(String trialId) {
        return handle
                .createQuery("""
                select * from prototype_patches where trial_id = :trial order by prototype, rank
                """)
                .bind("trial", trialId)
                .map((row, context) -> Map.entry(row.getInt("prototype"), patch(row)))
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static Prototype prototype(ResultSet row, StatementContext context) throws SQLException {
        Float[] classWeights = (Float[]) row.getArray("class_weights").getArray();
        return new Prototype(
                row.getInt("index"),
                row.getBoolean("active"),
                List.of(classWeights),
                row.getDouble("usage"),
                List.of());
    }

    private static TopPatch patch(ResultSet row) throws SQLException {
        return new TopPatch(
                row.getInt("image_row"),
                row.getInt("x"),
                row.getInt("y"),
                row.getInt("width"),
                row.getInt("height"),
                row.getFloat("score"));
    }
}
