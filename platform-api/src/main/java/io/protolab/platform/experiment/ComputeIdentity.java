package io.protolab.platform.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What computed, as far as the last bits of a result depend on it. Under one identity the same work gives the same bits.
 *
 * @param device class of the device, such as {@code cpu} or {@code cuda NVIDIA H100}
 * @param threads of one tensor operation
 * @param microBatch images computed at once; 0 for the whole batch
 * @param versions library versions by name
 */
public record ComputeIdentity(String device, int threads, int microBatch, Map<String, String> versions) {
    private static final String ABSENT = "none";

    public ComputeIdentity {
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    }

    /** What is no longer as it was, such as {@code threads: 4, before 2}; empty if all is. */
    public List<String> changesSince(ComputeIdentity earlier) {
        List<String> changes = new ArrayList<>();
        add(changes, "device", device, earlier.device);
        add(changes, "threads", Integer.toString(threads), Integer.toString(earlier.threads));
        add(changes, "micro-batch", words(microBatch), words(earlier.microBatch));
        changes.addAll(versionChangesSince(earlier));
        return List.copyOf(changes);
    }

    /** As {@link #changesSince}, of the library versions alone. */
    public List<String> versionChangesSince(ComputeIdentity earlier) {
        List<String> changes = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(versions.keySet());
        names.addAll(earlier.versions.keySet());
        for (String name : names) {
            add(changes, name, versions.getOrDefault(name, ABSENT), earlier.versions.getOrDefault(name, ABSENT));
        }
        return List.copyOf(changes);
    }

    /** Device and threads in words, such as {@code cpu with 2 threads}. */
    public String place() {
        return device + " with " + threads + (threads == 1 ? " thread" : " threads");
    }

    private static void add(List<String> changes, String what, String now, String before) {
        if (!now.equals(before)) {
            changes.add(what + ": " + now + ", before " + before);
        }
    }

    private static String words(int microBatch) {
        return microBatch == 0 ? "the whole batch" : Integer.toString(microBatch);
    }
}
