package io.protolab.platform.experiment;

import org.jspecify.annotations.Nullable;

/**
 * Images with labels, and how they are split.
 *
 * @param flatbirds absent unless {@code kind} is {@code flatbirds}
 * @param path absent for rendered datasets
 */
public record DatasetSpec(
        @Setting(doc = "short name, unique in the sweep", pattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
        String name,

        @Setting(doc = "which reader prepares it") DatasetKind kind,

        @Setting(
                doc = "absolute path of the directory of the files, on a volume that all workers see",
                value = "null",
                pattern = "[^\\x00]*",
                optional = true)
        @Nullable
        String path,

        @Setting(doc = "how to split where the directory does not say", value = "{}")
        SplitSpec split,

        @Setting(doc = "what to render, for kind flatbirds", value = "null", optional = true) @Nullable
        FlatBirdsSpec flatbirds) {
    public DatasetSpec {
        Settings.verify(DatasetSpec.class, name, kind, path, split, flatbirds);
    }
}
