package io.protolab.platform.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.LeaderboardRow.Spread;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL that compares assignments. */
record LeaderboardStatements(Handle handle) {
    private static final TypeReference<Map<String, Object>> ASSIGNMENT = new TypeReference<>() {};

    /** Values are summed in the order of the trials' indexes, so that the same trials give the same bits. */
    List<LeaderboardRow> ofSweep(String sweepId) {
        Map<String, Integer> seeds = new LinkedHashMap<>();
        Map<String, Map<String, Spread>> metrics = new HashMap<>();
        handle.createQuery("""
                with complete as (
                    select id, index, assignment from trials where sweep_id = :sweep and state = 'COMPLETE'
                ),
                assignments as (
                    select assignment, count(*) as seeds, min(index) as first_index from complete group by assignment
                ),
                spreads as (
                    select c.assignment, m.name,
                           avg(m.value order by c.index) as mean,
                           stddev_samp(m.value order by c.index) as deviation,
                           min(m.value) as minimum,
                           max(m.value) as maximum,
                           count(*) as measured
                    from complete c join final_metrics m on m.trial_id = c.id
                    group by c.assignment, m.name
                )
                select a.assignment, a.seeds, s.name, s.mean, s.deviation, s.minimum, s.maximum, s.measured
                from assignments a
                left join spreads best on best.assignment = a.assignment and best.name = :accuracy
                left join spreads s on s.assignment = a.assignment
                order by best.mean desc nulls last, a.first_index, s.name
                """)
                .bind("sweep", sweepId)
                .bind("accuracy", Metrics.ACCURACY)
                .map((row, context) ->
                        new Entry(row.getString("assignment"), row.getInt("seeds"), row.getString("name"), spread(row)))
                .forEach(entry -> {
                    seeds.put(entry.assignment(), entry.seeds());
                    if (entry.metric() != null) {
                        metrics.computeIfAbsent(entry.assignment(), key -> new HashMap<>())
                                .put(entry.metric(), entry.spread());
                    }
                });
        List<LeaderboardRow> rows = new ArrayList<>();
        seeds.forEach((assignment, count) -> rows.add(
                new LeaderboardRow(assignment(assignment), count, metrics.getOrDefault(assignment, Map.of()))));
        return rows;
    }

    private static Spread spread(ResultSet row) throws SQLException {
        return new Spread(
                row.getDouble("mean"),
                Columns.optionalDouble(row, "deviation"),
                row.getDouble("minimum"),
                row.getDouble("maximum"),
                row.getInt("measured"));
    }

    private static Map<String, Object> assignment(String text) {
        try {
            return Json.mapper().readValue(text, ASSIGNMENT);
        } catch (JsonProcessingException e) {
            throw new RegistryException("the stored assignment " + text + " is not a JSON object", e);
        }
    }

    /** One metric of one assignment; no metric for an assignment without any. */
    private record Entry(
            String assignment, int seeds, @Nullable String metric, Spread spread) {}
}
