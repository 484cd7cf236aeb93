package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
 * @param microBatch images computed at once at the end; null: as the spec says
 * @param earlier under what else parts of the training were computed, in order; empty where it all was computed under one
 *     identity
 * @param featureIdentities under what the stored patch tokens were computed that it read, each once, in the order of their first
 *     use; empty where that is not known, or nothing was stored. The bits are those of every other training whose identity is the same
 *     and whose features' is
 */
public record Provenance(
        String specFingerprint,
        String manifestSha256,
        String weightsSha256,
        String featureSetKey,
        long seed,
        String device,
        int threads,
        Map<String, String> versions,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer microBatch,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ComputeIdentity> earlier,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ComputeIdentity> featureIdentities) {
    public Provenance {
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
        earlier = List.copyOf(Objects.requireNonNullElse(earlier, List.of())); // written before there were such lists
        featureIdentities = List.copyOf(Objects.requireNonNullElse(featureIdentities, List.of()));
    }

    /** Of a training that was computed under one identity, from features of which that is not known, in the micro-batches of its spec. */
    public Provenance(
            String specFingerprint,
            String manifestSha256,
            String weightsSha256,
            String featureSetKey,
            long seed,
            String device,
            int threads,
            Map<String, String> versions) {
        this(
                specFingerprint,
                manifestSha256,
                weightsSha256,
                featureSetKey,
                seed,
                device,
                threads,
                versions,
                null,
                List.of(),
                List.of());
    }
}
