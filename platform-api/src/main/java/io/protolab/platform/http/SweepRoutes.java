package io.protolab.platform.http;

import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.OptimiserSteps;
import io.protolab.platform.experiment.SearchSpace;
import io.protolab.platform.experiment.SweepProgress;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.AttemptSentences;
import io.protolab.platform.registry.EventRecord;
import io.protolab.platform.registry.LeaderboardRow;
import io.protolab.platform.registry.NewSweep;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.SweepClient;
import io.protolab.platform.workflow.TemporalUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps: submit, list, follow, steer. */
final class SweepRoutes {
    private static final Logger log = LoggerFactory.getLogger(SweepRoutes.class);

    private static final String SPEC = "application/yaml";
    private static final CountParameter LIMIT = new CountParameter("limit", 200, "most sweeps that are listed");
    private static final CountParameter AGAIN =
            new CountParameter("again", 1, "number of the repetition of one and the same spec");

    private static final String STARTS_LATER = "recorded; will start as soon as Temporal answers";
    private static final String GOES_ON_LATER =
            "recorded; if it does not run, it will go on as soon as Temporal answers";

    private final Registry registry;
    private final Outbox outbox;
    private final SweepClient sweeps;

    SweepRoutes(Registry registry, Outbox outbox, SweepClient sweeps) {
        this.registry = registry;
        this.outbox = outbox;
        this.sweeps = sweeps;
    }

    List<Operation> operations() {
        return List.of(
                Operation.post(
                        "/api/v1/validate",
                        "Check a sweep file; starts nothing",
                        SPEC,
                        Validated.class,
                        this::validate),
                Operation.post(
                                "/api/v1/sweeps",
                                "Submit a sweep file; the same spec again answers 200 with the same sweep",
                                SPEC,
                                SweepRecord.class,
                                this::submit)
                        .answering(HttpStatus.CREATED, HttpStatus.OK)
                        .with(AGAIN),
                Operation.list("/api/v1/sweeps", "Sweeps, newest first", SweepRecord.class, this::list)
                        .with(LIMIT),
                Operation.get(
                        "/api/v1/sweeps/{id}", "A sweep and where its trials stand", SweepStatus.class, this::show),
                Operation.list("/api/v1/sweeps/{id}/trials", "Trials by index", TrialRecord.class, this::trials),
                Operation.list(
                        "/api/v1/sweeps/{id}/leaderboard",
                        "Assignments over their seeds, best accuracy first",
                        LeaderboardRow.class,
                        this::leaderboard),
                Operation.list(
                        "/api/v1/sweeps/{id}/artifacts",
                        "Files of the sweep itself",
                        ArtifactRecord.class,
                        this::artifacts),
                Operation.list(
                        "/api/v1/sweeps/{id}/runs",
                        "MLflow runs of the sweep and its trials; sealed ones were read back and agree",
                        Outbox.Link.class,
                        this::runs),
                Operation.list(
                        "/api/v1/sweeps/{id}/events", "What happened, oldest first", EventRecord.class, this::events),
                steer("pause", "Start nothing more; running trials keep their checkpoints", sweeps::pause),
                steer("resume", "Go on after a pause", sweeps::resume),
                steer("cancel", "End the sweep and its open trials", sweeps::cancel));
    }

    /**
     * Answer of a successful validation.
     *
     * @param warnings what is allowed and probably not meant
     */
    record Validated(String name, String experiment, long trials, String fingerprint, List<String> warnings) {}

    private void validate(Context ctx) {
        SweepSpec spec = SpecReader.read(ctx.body());
        ctx.json(new Validated(
                spec.name(),
                spec.experiment(),
                SearchSpace.of(spec).size(),
                Json.fingerprint(spec),
                OptimiserSteps.warnings(spec)));
    }

    private void submit(Context ctx) {
        SweepSpec spec = SpecReader.read(ctx.body());
        Registry.Acceptance acceptance = registry.accept(NewSweep.of(id(spec, AGAIN.of(ctx)), spec));
        ctx.status(acceptance.first() ? HttpStatus.CREATED : HttpStatus.OK);
        ctx.json(started(acceptance.sweep()));
    }

    /** Where Temporal is away the sweep is accepted all the same: whatever is open in the registry is started as soon as it can be. */
    private SweepRecord started(SweepRecord sweep) {
        if (sweep.state().isFinal()) {
            return sweep;
        }
        try {
            sweeps.start(sweep.id(), sweep.spec());
            return sweep;
        } catch (TemporalUnavailableException e) {
            log.warn("sweep {} is recorded and not started: {}", sweep.id(), e.getMessage());
            return sweep.withReason(sweep.state() == SweepState.WAITING ? STARTS_LATER : GOES_ON_LATER);
        }
    }

    private static String id(SweepSpec spec, int repetition) {
        return spec.name() + "-" + Json.fingerprint(spec).substring(0, 8) + (repetition > 1 ? "-" + repetition : "");
    }

    private void list(Context ctx) {
        ctx.json(registry.sweeps(LIMIT.of(ctx)));
    }

    private void show(Context ctx) {
        SweepRecord sweep = find(ctx);
        String stage = sweep.state().isFinal()
                ? ""
                : sweeps.progress(sweep.id()).map(SweepProgress::stage).orElse("");
        Map<String, EpochMetrics> newest = registry.newestEpochs(sweep.id());
        Map<String, AttemptRecord> failed = registry.newestFailures(sweep.id());
        List<SweepStatus.TrialStatus> trials = registry.trials(sweep.id()).stream()
                .map(trial -> status(
                        trial,
                        Optional.ofNullable(newest.get(trial.id())),
                        Optional.ofNullable(failed.get(trial.id()))))
                .toList();
        ctx.json(new SweepStatus(sweep, stage, trials));
    }

    private static SweepStatus.TrialStatus status(
            TrialRecord trial, Optional<EpochMetrics> newest, Optional<AttemptRecord> failed) {
        Map<String, Double> values = trial.state() == TrialState.COMPLETE
                ? trial.metrics().values()
                : newest.map(EpochMetrics::values).orElse(Map.of());
        return new SweepStatus.TrialStatus(
                trial.id(),
                trial.name(),
                trial.state(),
                trial.reason(),
                trial.epochs(),
                trial.spec().training().epochs(),
                failed.flatMap(AttemptSentences::ended).orElse(""),
                values,
                trial.startedAt(),
                trial.endedAt(),
                trial.mlflowRunId());
    }

    private void trials(Context ctx) {
        ctx.json(registry.trials(find(ctx).id()));
    }

    private void leaderboard(Context ctx) {
        ctx.json(registry.leaderboard(find(ctx).id()));
    }

    private void artifacts(Context ctx) {
        ctx.json(registry.artifacts(find(ctx).id()));
    }

    private void runs(Context ctx) {
        String sweep = find(ctx).id();
        Stream<String> subjects =
                Stream.concat(Stream.of(sweep), registry.trials(sweep).stream().map(TrialRecord::id));
        ctx.json(subjects.flatMap(subject -> outbox.link(subject).stream()).toList());
    }

    private void events(Context ctx) {
        ctx.json(registry.events(find(ctx).id()));
    }

    private Operation steer(String verb, String summary, Consumer<String> action) {
        return Operation.post("/api/v1/sweeps/{id}/" + verb, summary, null, SweepRecord.class, ctx -> {
                    SweepRecord sweep = find(ctx);
                    if (sweep.state().isFinal()) {
                        throw new ConflictResponse(
                                "sweep " + sweep.id() + " is " + sweep.state() + "; there is nothing to " + verb);
                    }
                    // one that Temporal does not know (yet, or any more) is started, so that the order has an addressee
                    sweeps.start(sweep.id(), sweep.spec());
                    action.accept(sweep.id());
                    ctx.status(HttpStatus.ACCEPTED);
                    ctx.json(sweep);
                })
                .answering(HttpStatus.ACCEPTED);
    }

    private SweepRecord find(Context ctx) {
        String id = ctx.pathParam("id");
        return registry.findSweep(id)
                .orElseThrow(() -> new NotFoundResponse("no sweep '" + id + "'; GET /api/v1/sweeps lists them"));
    }
}
