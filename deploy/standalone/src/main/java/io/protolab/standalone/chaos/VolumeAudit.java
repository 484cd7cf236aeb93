package io.protolab.standalone.chaos;

import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.artifact.StoreAudit;
import io.protolab.standalone.chaos.Finding.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The files of a platform that has nothing to do: each belongs to something that the registry knows, and is whole. */
final class VolumeAudit {
    private static final String INCOMING = "incoming/";

    private final Volumes volumes;
    private final List<Finding> findings = new ArrayList<>();

    private VolumeAudit(Volumes volumes) {
        this.volumes = volumes;
    }

    /**
     * What is wrong.
     *
     * @param featuresBefore sha256 by path, from before there were faults
     * @param featureSets keys that the registry knows
     * @param contents addresses that the registry names, in the artifact store
     */
    static List<Finding> of(
            Volumes volumes, Map<String, String> featuresBefore, Set<String> featureSets, Set<String> contents)
            throws IOException {
        VolumeAudit audit = new VolumeAudit(volumes);
        audit.work();
        audit.features(featuresBefore, featureSets);
        audit.artifacts(contents);
        return List.copyOf(audit.findings);
    }

    /** Every trial has ended, and with it the use of its checkpoints. */
    private void work() throws IOException {
        Map<Path, Long> filesByOwner = FileSums.of(volumes.work()).keySet().stream()
                .map(Path::of)
                .collect(Collectors.groupingBy(
                        file -> file.subpath(0, Math.min(2, file.getNameCount())),
                        TreeMap::new,
                        Collectors.counting()));
        filesByOwner.forEach((owner, files) ->
                find(Kind.LEFT_BEHIND, "work/" + owner, files + " files of a training that nobody goes on with"));
    }

    private void features(Map<String, String> before, Set<String> known) throws IOException {
        SortedMap<String, String> now = FileSums.of(volumes.features());
        before.forEach((path, sha256) -> {
            String found = now.get(path);
            if (found == null) {
                find(Kind.FILE_MISSING, "features/" + path, "was there before the faults");
            } else if (!found.equals(sha256)) {
                find(Kind.HASH_DIFFERENT, "features/" + path, "has sha256 " + found + ", not " + sha256);
            }
        });
        now.keySet().stream()
                .filter(path -> !known.contains(Path.of(path).getName(0).toString()))
                .forEach(path -> find(Kind.LEFT_BEHIND, "features/" + path, "is of no feature set in the registry"));
    }

    private void artifacts(Set<String> named) throws IOException {
        SortedMap<String, String> stored = FileSums.of(volumes.artifacts());
        Set<String> missing = new TreeSet<>(named);
        stored.forEach((path, sha256) -> {
            String name = path.substring(path.lastIndexOf('/') + 1);
            missing.remove(name);
            if (path.startsWith(INCOMING)) {
                return;
            }
            if (!sha256.equals(name)) {
                find(Kind.HASH_DIFFERENT, "artifacts/" + path, "has sha256 " + sha256);
            } else if (!named.contains(name)) {
                find(Kind.LEFT_BEHIND, "artifacts/" + path, "is named nowhere in the registry");
            }
        });
        missing.forEach(sha256 -> find(Kind.FILE_MISSING, "artifacts", "no file with sha256 " + sha256));
        incoming(stored.keySet());
    }

    /** What a kill cuts off stays until the store knows that nobody writes it any more; beyond that nothing may. */
    private void incoming(Set<String> paths) throws IOException {
        Set<String> tidied = new DirectoryArtifactStore(volumes.artifacts())
                .abandoned(Instant.now().plus(StoreAudit.LONGEST_WRITE.multipliedBy(2))).stream()
                        .map(file -> INCOMING + file.name())
                        .collect(Collectors.toSet());
        paths.stream()
                .filter(path -> path.startsWith(INCOMING) && !tidied.contains(path))
                .forEach(
                        path -> find(Kind.LEFT_BEHIND, "artifacts/" + path, "is nothing that the store would tidy up"));
    }

    private void find(Kind kind, String subject, String what) {
        findings.add(new Finding(kind, subject, what));
    }
}
