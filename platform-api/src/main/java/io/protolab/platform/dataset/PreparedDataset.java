package io.protolab.platform.dataset;

import io.protolab.platform.artifact.Artifact;

/**
 * Reference to a prepared dataset.
 *
 * @param manifest JSON of a {@link DatasetManifest}; its sha256 is the dataset's fingerprint
 * @param root directory of the images on a volume that all workers see
 * @param train number of images, likewise the other counts
 */
public record PreparedDataset(
        String name,
        Artifact manifest,
        String root,
        int classes,
        int train,
        int validation,
        int test,
        int unreadable) {}
