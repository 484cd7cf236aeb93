package io.protolab.platform.doctor;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.StoreAudit;
import io.protolab.platform.artifact.StoreAudit.Unfinished;
import io.protolab.platform.finding.Case;
import io.protolab.platform.finding.Examination;
import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.Audit;
import io.protolab.platform.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Recorded files that the artifact store does not have as they were recorded, and what unfinished writes left there. */
public final class StoreExamination implements Examination {
    private static final int PAGE = 500;
    private static final int SHOWN = 3;

    private final Registry registry;
    private final Audit audit;
    private final StoreAudit store;
    private final Clock clock;

    public StoreExamination(Registry registry, Audit audit, StoreAudit store, Clock clock) {
        this.registry = registry;
        this.audit = audit;
        this.store = store;
        this.clock = clock;
    }

    /** Reads every recorded file and compares its checksum, which takes as long as reading the whole store. */
    public static Examination ofContents(Registry registry, Audit audit, ArtifactStore store) {
        return () -> new RecordedFiles(registry, audit)
                .examine("do not have the content that was recorded", artifact -> damage(store, artifact));
    }

    @Override
    public List<Case> examine() {
        List<Case> cases = new ArrayList<>(new RecordedFiles(registry, audit)
                .examine("are not in the artifact store as they were recorded", this::difference));
        try {
            store.abandoned(clock.instant()).forEach(file -> cases.add(abandoned(file)));
        } catch (IOException e) {
            cases.add(Case.forAPerson(Finding.forAPerson(
                    ExaminedSystem.VOLUMES,
                    "artifacts",
                    "the artifact store cannot be listed",
                    e.toString(),
                    "see that its volume is mounted and readable for the API server")));
        }
        return cases;
    }

    private Optional<String> difference(Artifact artifact) {
        try {
            OptionalLong size = store.size(artifact);
            if (size.isEmpty()) {
                return Optional.of("is missing");
            }
            return size.getAsLong() == artifact.size()
                    ? Optional.empty()
                    : Optional.of("has " + size.getAsLong() + " bytes instead of " + artifact.size());
        } catch (IOException e) {
            return Optional.of("cannot be looked at: " + e);
        }
    }

    private static Optional<String> damage(ArtifactStore store, Artifact artifact) {
        try {
            var unused = store.fetch(artifact);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Case abandoned(Unfinished file) {
        return Case.of(
                Finding.mendable(
                                ExaminedSystem.VOLUMES,
                                "artifacts/incoming/" + file.name(),
                                "an unfinished file of a process that is gone",
                                "last written " + file.writtenAt(),
                                "deletes it")
                        .freeing(file.bytes()),
                () -> delete(file));
    }

    private void delete(Unfinished file) {
        try {
            store.deleteAbandoned(file.name());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file.name() + ": " + e.getMessage(), e);
        }
    }

    /** All files that the registry names, an owner at a time. */
    private record RecordedFiles(Registry registry, Audit audit) {
        /** Says what is wrong with a file; empty if nothing is. */
        private interface Check {
            Optional<String> problem(Artifact artifact);
        }

        List<Case> examine(String what, Check check) {
            List<Case> cases = new ArrayList<>();
            for (ArtifactRecord manifest : audit.manifests()) {
                add(cases, manifest.owner(), List.of(manifest), what, check);
            }
            String last = "";
            for (List<String> owners = audit.fileOwners(last, PAGE);
                    !owners.isEmpty();
                    owners = audit.fileOwners(last, PAGE)) {
                owners.forEach(owner -> add(cases, owner, registry.artifacts(owner), what, check));
                last = owners.get(owners.size() - 1);
            }
            return cases;
        }

        private static void add(List<Case> cases, String owner, List<ArtifactRecord> files, String what, Check check) {
            List<String> problems = files.stream()
                    .map(ArtifactRecord::artifact)
                    .flatMap(file -> check.problem(file).stream().map(problem -> file.name() + " " + problem))
                    .toList();
            if (!problems.isEmpty()) {
                cases.add(Case.forAPerson(Finding.forAPerson(
                        ExaminedSystem.REGISTRY,
                        owner,
                        problems.size() + " of " + files.size() + " files " + what,
                        problems.stream().limit(SHOWN).collect(Collectors.joining("; "))
                                + (problems.size() > SHOWN ? "; …" : ""),
                        "restore the files of the artifact store from a backup, or run again what made them")));
            }
        }
    }
}
