package io.protolab.platform.registry;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The SQL about events. */
record EventStatements(Handle handle) {
    void insert(String subject, String kind, String message) {
        handle.createUpdate("""
                insert into events (subject, kind, message) values (:subject, :kind, :message)
                """)
                .bind("subject", subject)
                .bind("kind", kind)
                .bind("message", message)
                .execute();
    }

    /** Unless the subject has an equal event. */
    void insertOnce(String subject, String kind, String message) {
        handle.createUpdate("""
                insert into events (subject, kind, message)
                select :subject, :kind, :message
                where not exists
                    (select from events where subject = :subject and kind = :kind and message = :message)
                """)
                .bind("subject", subject)
                .bind("kind", kind)
                .bind("message", message)
                .execute();
    }

    List<EventRecord> ofSubject(String subject) {
        return handle.createQuery("""
                select * from events where subject = :subject order by sequence
                """)
                .bind("subject", subject)
                .map((row, context) -> new EventRecord(
                        row.getLong("sequence"),
                        row.getString("subject"),
                        row.getString("kind"),
                        row.getString("message"),
                        Columns.instant(row, "at")))
                .list();
    }
}
