package io.protolab.platform.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.experiment.StoredSpecs;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads columns whose type JDBC does not know. */
final class Columns {
    private Columns() {}

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Absent for SQL null. */
    static @Nullable Instant optionalInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Absent for SQL null. */
    static @Nullable Double optionalDouble(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    static <T> T json(ResultSet row, String column, Class<T> type) throws SQLException {
        return json(row.getString(column), column, type);
    }

    /** Absent for SQL null. */
    static <T> @Nullable T optionalJson(ResultSet row, String column, Class<T> type) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : json(text, column, type);
    }

    /** The arrays {@code metric_names} and {@code metric_values} as a map; bits of the values are kept. */
    static Map<String, Double> metrics(ResultSet row) throws SQLException {
        String[] names = (String[]) row.getArray("metric_names").getArray();
        Double[] values = (Double[]) row.getArray("metric_values").getArray();
        Map<String, Double> metrics = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            metrics.put(names[i], values[i]);
        }
        return metrics;
    }

    private static <T> T json(String text, String column, Class<T> type) {
        try {
            return StoredSpecs.mapper().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new RegistryException(
                    "the stored " + column + " is not a " + type.getSimpleName() + " of this version: "
                            + e.getOriginalMessage(),
                    e);
        }
    }
}
