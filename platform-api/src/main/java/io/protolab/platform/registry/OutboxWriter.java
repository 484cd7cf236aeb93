package io.protolab.platform.registry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Adds rows to the outbox inside of the transaction that made them true. */
final class OutboxWriter {
    private OutboxWriter() {}

    /** Subjects are taken in alphabetical order, so that two writers never wait for each other in a circle. */
    static void append(Handle handle, List<OutboxRow> rows) {
        OutboxStatements statements = new OutboxStatements(handle);
        Map<String, List<OutboxRow>> bySubject =
                rows.stream().collect(Collectors.groupingBy(OutboxRow::subject, TreeMap::new, Collectors.toList()));
        bySubject.forEach((subject, ofSubject) -> {
            statements.insertLink(subject);
            statements.lockLink(subject);
            long added = ofSubject.stream().filter(statements::insert).count();
            if (added > 0) {
                statements.unseal(subject);
            }
        });
    }
}
