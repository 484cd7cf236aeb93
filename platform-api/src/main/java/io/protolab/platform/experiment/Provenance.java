package io.protolab.platform.experiment;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What produced a result; enough to produce it again.
 *
 * @param specFingerprint sha256 of the resolved trial spec
 * @param manifestSha256 sha256 of the dataset manifest
 * @param weightsSha256 sha256 of the backbone's weights
 * @param featureSetKey content address of the patch tokens
 * @param device class of the device, such as {@code cpu} or {@code cuda NVIDIA H100}
 * @param threads tensor threads; bits depend on it
 * @param versions library versions by name
 */
public record Provenance(
        String specFingerprint,
        String manifestSha256,
        String weightsSha256,
        String featureSetKey,
        long seed,
        String device,
        int threads,
        Map<String, String> versions) {
    public Provenance {
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    }
}
