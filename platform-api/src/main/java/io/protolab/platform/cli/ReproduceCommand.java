package io.protolab.platform.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.experiment.ProvenanceFile;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.FeatureSetRecord;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "reproduce",
        description = {
            "Compute a complete trial once more, as a new sweep of its own, and compare every file and number.",
            "Exit code 0: all are the same, bit by bit; 4: some are not, and why is told as far as it is known."
        },
        mixinStandardHelpOptions = true)
final class ReproduceCommand implements Callable<Integer> {
    /** Sweeps that are looked through for a trial that was computed here. */
    private static final int RECENT = 20;

    private static final Duration EVICTION = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    @Mixin
    private Connection connection = new Connection();

    @Parameters(
            paramLabel = "TRIAL|FILE",
            description = "id of a complete trial, or its " + ProvenanceFile.NAME + " from here or elsewhere")
    private String source = "";

    @Option(names = "--fresh-features", description = "extract the patch tokens again instead of using those stored")
    private boolean freshFeatures;

    @Override
    public Integer call() throws InterruptedException, IOException {
        ApiClient api = connection.client();
        PrintStream out = connection.json() ? new PrintStream(OutputStream.nullOutputStream(), false) : System.out;
        ProvenanceFile original = load(api);
        out.printf("%s was computed on %s%n", original.trial(), words(original.provenance()));
        newestHere(api)
                .map(here -> Reproduction.changes(original.provenance(), here))
                .filter(changes -> !changes.isEmpty())
                .ifPresent(changes -> out.printf(
                        "expect other bits: the newest trial here was computed with %s%n", String.join("; ", changes)));
        if (freshFeatures) {
            evictFeatures(api, original.provenance().featureSetKey());
        }
        SweepRecord sweep = submit(api, original);
        out.printf("sweep %s%n", sweep.id());
        new SweepWatch(api, out).untilFinal(sweep.id());
        TrialRecord trial = api.list(ApiPaths.sweep(sweep.id()) + "/trials", TrialRecord.class)
                .get(0);
        if (trial.state() != TrialState.COMPLETE) {
            throw new CommandFailure(
                    ExitCodes.DIFFERENT,
                    original.trial() + " was not reproduced: " + trial.id() + " is " + trial.state() + " ("
                            + (trial.reason().isEmpty() ? reason(api, sweep) : trial.reason()) + ")");
        }
        Reproduction reproduction =
                Reproduction.of(original, of(api, trial.id()), file -> manifest(api, file.manifest()));
        tell(reproduction, out);
        if (connection.json()) {
            System.out.println(Json.text(verdict(reproduction)));
        }
        return reproduction.isSame() ? ExitCodes.DONE : ExitCodes.DIFFERENT;
    }

    private ProvenanceFile load(ApiClient api) throws IOException {
        Path file = Path.of(source);
        if (!Files.isRegularFile(file)) {
            if (source.contains("/") || source.endsWith(".json")) {
                throw new CommandFailure(
                        ExitCodes.INVALID, "there is no file " + file + "; name a file, or the id of a trial");
            }
            return of(api, source);
        }
        try {
            return ProvenanceFile.read(Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCodes.INVALID, file + " cannot be reproduced: " + e.getMessage());
        }
    }

    private static ProvenanceFile of(ApiClient api, String trialId) {
        String path = ApiPaths.trial(trialId);
        TrialRecord trial = api.get(path, TrialRecord.class);
        if (trial.state() != TrialState.COMPLETE) {
            throw new CommandFailure(
                    ExitCodes.INVALID,
                    "trial " + trial.id() + " is " + trial.state() + "; only a complete one can be reproduced");
        }
        Artifact provenance = api.list(path + "/artifacts", ArtifactRecord.class).stream()
                .map(ArtifactRecord::artifact)
                .filter(artifact -> artifact.name().equals(ProvenanceFile.NAME))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCodes.INVALID,
                        "trial " + trial.id() + " was completed before provenance files were kept;"
                                + " submit its sweep again to get one that can be reproduced"));
        try {
            return ProvenanceFile.read(content(api, provenance).getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCodes.INVALID, "the provenance of trial " + trial.id() + " is of no use: " + e.getMessage());
        }
    }

    private static String content(ApiClient api, Artifact artifact) {
        return api.get("/api/v1/artifacts/" + artifact.sha256());
    }

    /** Empty if this platform does not have it: the original may be from another one. */
    private static Optional<DatasetManifest> manifest(ApiClient api, Artifact manifest) {
        try {
            return Optional.of(Json.mapper().readValue(content(api, manifest), DatasetManifest.class));
        } catch (CommandFailure | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Under what the newest complete trial of this platform was computed. */
    private static Optional<Provenance> newestHere(ApiClient api) {
        return api.list(ApiPaths.SWEEPS + "?limit=" + RECENT, SweepRecord.class).stream()
                .filter(sweep -> sweep.complete() > 0)
                .limit(1)
                .flatMap(sweep -> api.list(ApiPaths.sweep(sweep.id()) + "/trials", TrialRecord.class).stream())
                .flatMap(trial -> Stream.ofNullable(trial.provenance()))
                .reduce((first, last) -> last);
    }

    private static void evictFeatures(ApiClient api, String key) throws InterruptedException {
        if (!stores(api, key)) {
            return;
        }
        String unused = api.post(ApiPaths.eviction(key), "");
        Instant end = Instant.now().plus(EVICTION);
        while (stores(api, key)) {
            if (Instant.now().isAfter(end)) {
                throw new CommandFailure(
                        ExitCodes.PLATFORM,
                        "feature set " + key + " is still stored after " + EVICTION.toSeconds()
                                + " s; see whether an open sweep uses it ('protolab cache ls') and try again");
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private static boolean stores(ApiClient api, String key) {
        return api.list(ApiPaths.FEATURE_SETS, FeatureSetRecord.class).stream()
                .anyMatch(set -> set.key().equals(key) && set.evictedAt() == null);
    }

    /** A sweep that nobody has run yet, or one that a reproduction which was broken off left open. */
    private static SweepRecord submit(ApiClient api, ProvenanceFile original) throws JsonProcessingException {
        String spec = Json.text(original.sweep());
        for (int repetition = 1; ; repetition++) {
            SweepRecord sweep = Json.mapper()
                    .readValue(api.post(ApiPaths.SWEEPS + "?again=" + repetition, spec), SweepRecord.class);
            if (!sweep.state().isFinal()) {
                return sweep;
            }
        }
    }

    private static String reason(ApiClient api, SweepRecord sweep) {
        return Json.mapper()
                .convertValue(api.get(ApiPaths.sweep(sweep.id()), Map.class).get("sweep"), SweepRecord.class)
                .reason();
    }

    private static String words(Provenance provenance) {
        String threads = provenance.threads() == 1 ? " thread" : " threads";
        return provenance.versions().entrySet().stream()
                .map(version -> version.getKey() + " " + version.getValue())
                .collect(Collectors.joining(
                        ", ", provenance.device() + " with " + provenance.threads() + threads + ", ", ""));
    }

    private static void tell(Reproduction reproduction, PrintStream out) {
        Optional<Reproduction.Step> first = reproduction.firstDifference();
        if (first.isEmpty()) {
            out.printf(
                    "same: %d inputs, files and numbers of %s and %s are equal bit by bit%n",
                    reproduction.steps().size(), reproduction.original(), reproduction.reproduction());
            return;
        }
        out.printf(
                "different: the first that is not the same is %s: %s, before %s%n",
                first.get().name(), first.get().now(), first.get().before());
        reproduction.steps().stream()
                .filter(step -> !step.isSame() && !step.equals(first.get()))
                .forEach(step -> out.printf("  then %s%n", step.name()));
        if (reproduction.conditions().isEmpty()) {
            out.println("nothing that we know of differs: device, threads, versions, dataset, weights are the same");
        }
        reproduction.conditions().forEach(condition -> out.printf("  because of %s%n", condition));
    }

    private static Map<String, Object> verdict(Reproduction reproduction) {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("original", reproduction.original());
        verdict.put("reproduction", reproduction.reproduction());
        verdict.put("same", reproduction.isSame());
        reproduction.firstDifference().ifPresent(step -> verdict.put("firstDifference", step));
        verdict.put(
                "different",
                reproduction.steps().stream().filter(step -> !step.isSame()).toList());
        verdict.put("compared", reproduction.steps());
        verdict.put("conditions", List.copyOf(reproduction.conditions()));
        return verdict;
    }
}
