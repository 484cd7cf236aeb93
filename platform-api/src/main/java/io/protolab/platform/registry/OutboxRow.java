package io.protolab.platform.registry;

import java.util.Arrays;

/**
 * One thing MLflow must learn, written in the transaction that made it true.
 *
 * @param subject sweep or trial id; rows of one subject are delivered in the order they were written
 * @param kind such as {@code create}, {@code params}, {@code metrics}, {@code artifact}, {@code status}
 * @param key unique per subject and kind, such as {@code epoch-12}; writing the same key again changes nothing
 * @param payload the exact bytes to send, without the remote run id
 */
public record OutboxRow(String subject, String kind, String key, byte[] payload) {
    @Override
    public boolean equals(Object other) {
        return other instanceof OutboxRow row
                && subject.equals(row.subject)
                && kind.equals(row.kind)
                && key.equals(row.key)
                && Arrays.equals(payload, row.payload);
    }

    @Override
    public int hashCode() {
        return 31 * (subject + '/' + kind + '/' + key).hashCode() + Arrays.hashCode(payload);
    }
}
