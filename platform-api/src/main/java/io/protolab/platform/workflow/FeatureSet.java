package io.protolab.platform.workflow;

/**
 * Patch tokens of a dataset under a frozen backbone, as fp16 shards on a volume that all GPU workers see.
 *
 * @param key content address: weights, architecture, preprocessing, random view, manifest, dtype, format
 * @param dataset name in the sweep
 * @param backbone name in the sweep
 * @param images rows, interventions and noisy copies included
 * @param tokens N
 * @param dim D
 * @param bytes on disk
 * @param weightsSha256 of the backbone
 */
public record FeatureSet(
        String key,
        String dataset,
        String backbone,
        int images,
        int tokens,
        int dim,
        long bytes,
        String weightsSha256) {}
