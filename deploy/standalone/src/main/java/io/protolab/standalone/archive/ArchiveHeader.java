package io.protolab.standalone.archive;

import java.time.Instant;

/**
 * What a backup says of itself in its first entry, before anything is unpacked.
 *
 * @param format of the archive
 * @param postgresMajor version of the PostgreSQL that wrote the database, such as {@code 18}: only that one can read it
 * @param files about how many
 * @param bytes about how many, unpacked
 * @param features whether the feature sets are in it
 */
public record ArchiveHeader(
        int format, Instant createdAt, String postgresMajor, long files, long bytes, boolean features) {
    public static final int FORMAT = 1;

    static final String ENTRY = "protolab-backup.json";
}
