package io.protolab.cpu.tracking;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import io.protolab.platform.registry.Outbox.PendingRow;
import java.util.ArrayList;
import java.util.List;
import org.mlflow.api.proto.Service.LogBatch;
import org.mlflow.api.proto.Service.Metric;

/** Neighbouring outbox rows that are sent as one request: a run of metrics, or a single row of any other kind. */
record Parcel(RowKind kind, List<PendingRow> rows) {
    /** MLflow takes a thousand metrics, params and tags in all. */
    private static final int MOST_ENTITIES = 900;

    Parcel {
        rows = List.copyOf(rows);
    }

    PendingRow first() {
        return rows.get(0);
    }

    List<Long> sequences() {
        return rows.stream().map(PendingRow::sequence).toList();
    }

    /** The content of all rows of a parcel of params, tags or metrics; equal rows give an equal message. */
    LogBatch logBatch() {
        LogBatch.Builder all = LogBatch.newBuilder();
        rows.forEach(row -> all.mergeFrom(read(row)));
        // One order of keys for everybody: concurrent batches in different orders have deadlocked in MLflow's database.
        List<Metric> sorted = all.getMetricsList().stream()
                .sorted(comparing(Metric::getKey).thenComparing(comparingLong(Metric::getStep)))
                .toList();
        return all.clearMetrics().addAllMetrics(sorted).build();
    }

    /** Rows in order, metrics beside each other put together; none if {@code together} is false. */
    static List<Parcel> pack(List<PendingRow> rows, boolean together) {
        List<Parcel> parcels = new ArrayList<>();
        List<PendingRow> metrics = new ArrayList<>();
        int entities = 0;
        for (PendingRow row : rows) {
            RowKind kind = RowKind.of(row.row().kind());
            int size = kind == RowKind.METRICS ? entities(row) : 0;
            if (!metrics.isEmpty() && (kind != RowKind.METRICS || !together || entities + size > MOST_ENTITIES)) {
                parcels.add(new Parcel(RowKind.METRICS, metrics));
                metrics.clear();
                entities = 0;
            }
            if (kind == RowKind.METRICS) {
                metrics.add(row);
                entities += size;
            } else {
                parcels.add(new Parcel(kind, List.of(row)));
            }
        }
        if (!metrics.isEmpty()) {
            parcels.add(new Parcel(RowKind.METRICS, metrics));
        }
        return parcels;
    }

    private static int entities(PendingRow row) {
        LogBatch batch = read(row);
        return batch.getMetricsCount() + batch.getParamsCount() + batch.getTagsCount();
    }

    private static LogBatch read(PendingRow row) {
        return MlflowJson.read(row.row().payload(), LogBatch.newBuilder()).build();
    }
}
