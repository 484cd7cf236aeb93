package io.protolab.standalone.archive;

import io.protolab.platform.json.Json;

/**
 * One entry of a backup as its manifest lists it, in the order of the archive.
 *
 * @param mode POSIX permissions
 * @param sha256 of the content; empty for a directory
 */
record ManifestLine(String path, int mode, long size, String sha256) {
    /** Instead of the content that a directory has not. */
    static final String DIRECTORY = "";

    /** The last entry; each line is the canonical JSON of one of these. */
    static final String ENTRY = "manifest.jsonl";

    /** Below which all files of the data directory are. */
    static final String ROOT = "data/";

    String text() {
        return Json.text(this) + "\n";
    }
}
