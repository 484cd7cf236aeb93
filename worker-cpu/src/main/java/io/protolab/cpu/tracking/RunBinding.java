package io.protolab.cpu.tracking;

import static java.util.Comparator.comparing;

import io.protolab.cpu.tracking.Answer.Kind;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.Outbox.Lease;
import io.protolab.platform.registry.Outbox.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mlflow.api.proto.Service.CreateExperiment;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.DeleteRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.ExperimentTag;
import org.mlflow.api.proto.Service.GetExperimentByName;
import org.mlflow.api.proto.Service.RestoreExperiment;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.SearchRuns;
import org.mlflow.api.proto.Service.SetExperimentTag;
import org.mlflow.api.proto.Service.SetTag;
import org.mlflow.api.proto.Service.ViewType;

/**
 * Gives every subject one experiment and one run. MLflow takes no id from its clients, so that a create whose answer was lost may
 * have made a run: we search for our tags before each create, and keep the oldest where there are two.
 */
final class RunBinding {
    private static final int MOST_DUPLICATES = 100;

    private final MlflowTransport mlflow;
    private final Outbox outbox;

    RunBinding(MlflowTransport mlflow, Outbox outbox) {
        this.mlflow = mlflow;
        this.outbox = outbox;
    }

    /** Has the experiment; adds tags that it lacks and leaves those that people may have edited. */
    Answer haveExperiment(CreateExperiment wanted) throws InterruptedException {
        Answer created = mlflow.post("experiments/create", wanted);
        if (created.kind() != Kind.EXISTS) {
            return created;
        }
        Answer found = experiment(wanted.getName());
        if (!found.isOk()) {
            return found;
        }
        Experiment experiment = readExperiment(found);
        if (experiment.getLifecycleStage().equals("deleted")) {
            Answer restored = mlflow.post(
                    "experiments/restore",
                    RestoreExperiment.newBuilder()
                            .setExperimentId(experiment.getExperimentId())
                            .build());
            if (!restored.isOk()) {
                return restored;
            }
        }
        for (ExperimentTag tag : wanted.getTagsList()) {
            if (experiment.getTagsList().stream()
                    .noneMatch(known -> known.getKey().equals(tag.getKey()))) {
                Answer tagged = mlflow.post(
                        "experiments/set-experiment-tag",
                        SetExperimentTag.newBuilder()
                                .setExperimentId(experiment.getExperimentId())
                                .setKey(tag.getKey())
                                .setValue(tag.getValue())
                                .build());
                if (!tagged.isOk()) {
                    return tagged;
                }
            }
        }
        return found;
    }

    /** Has the run of a leased subject, and binds it. */
    Answer haveRun(Lease lease, CreateRun wanted) throws InterruptedException {
        if (outbox.link(lease.subject()).filter(link -> link.runId() != null).isPresent()) {
            return Answer.ok("");
        }
        CreateRun.Builder complete = wanted.toBuilder();
        Answer placed =
                tag(wanted, RunTags.KIND).equals(RunTags.TRIAL_KIND) ? belowSweep(complete) : inExperiment(complete);
        if (!placed.isOk()) {
            return placed;
        }
        Answer found = search(complete.getExperimentId(), tag(wanted, RunTags.KIND), lease.subject());
        if (!found.isOk()) {
            return found;
        }
        List<Run> runs = oldestFirst(found);
        if (runs.isEmpty()) {
            Answer created = mlflow.post("runs/create", complete.build());
            if (!created.isOk()) {
                return created;
            }
            runs = List.of(MlflowJson.read(created.body(), CreateRun.Response.newBuilder())
                    .getRun());
        }
        outbox.bind(lease, complete.getExperimentId(), runs.get(0).getInfo().getRunId());
        return deleteDuplicates(runs);
    }

    /** Deletes what a create that was still executing during {@link #haveRun} left behind. */
    Answer deleteDuplicates(String experimentId, String runId, String kind, String subject)
            throws InterruptedException {
        Answer found = search(experimentId, kind, subject);
        if (!found.isOk()) {
            return found;
        }
        List<Run> others = oldestFirst(found).stream()
                .filter(run -> !run.getInfo().getRunId().equals(runId))
                .toList();
        return deleteAll(others, runId);
    }

    private Answer deleteDuplicates(List<Run> oldestFirst) throws InterruptedException {
        return deleteAll(
                oldestFirst.subList(1, oldestFirst.size()),
                oldestFirst.get(0).getInfo().getRunId());
    }

    /** Tags and deletes runs as duplicates of another; they can be restored in MLflow. */
    Answer deleteAll(List<Run> duplicates, String kept) throws InterruptedException {
        for (Run duplicate : duplicates) {
            String id = duplicate.getInfo().getRunId();
            Answer tagged = mlflow.post(
                    "runs/set-tag",
                    SetTag.newBuilder()
                            .setRunId(id)
                            .setKey(RunTags.DUPLICATE_OF)
                            .setValue(kept)
                            .build());
            Answer deleted = tagged.isOk()
                    ? mlflow.post(
                            "runs/delete", DeleteRun.newBuilder().setRunId(id).build())
                    : tagged;
            if (!deleted.isOk() && deleted.kind() != Kind.GONE) {
                return deleted;
            }
        }
        return Answer.ok("");
    }

    private Answer belowSweep(CreateRun.Builder run) {
        String sweep = tag(run.build(), RunTags.SWEEP);
        Optional<Link> parent = outbox.link(sweep);
        String experimentId = parent.map(Link::experimentId).orElse(null);
        String runId = parent.map(Link::runId).orElse(null);
        if (experimentId == null || runId == null) {
            return Answer.of(Kind.BUSY, "waits for the run of sweep " + sweep);
        }
        run.setExperimentId(experimentId).addTags(RunTags.tag(RunTags.PARENT, runId));
        return Answer.ok("");
    }

    private Answer inExperiment(CreateRun.Builder run) throws InterruptedException {
        Answer found = experiment(tag(run.build(), RunTags.EXPERIMENT));
        if (found.isOk()) {
            run.setExperimentId(readExperiment(found).getExperimentId());
        }
        return found;
    }

    private Answer experiment(String name) throws InterruptedException {
        return mlflow.get("experiments/get-by-name", Map.of("experiment_name", name));
    }

    private static Experiment readExperiment(Answer answer) {
        return MlflowJson.read(answer.body(), GetExperimentByName.Response.newBuilder())
                .getExperiment();
    }

    /** Runs that bear the subject's tags and were not deleted. */
    private Answer search(String experimentId, String kind, String subject) throws InterruptedException {
        String idTag = kind.equals(RunTags.TRIAL_KIND) ? RunTags.TRIAL : RunTags.SWEEP;
        String filter = "tags.`" + RunTags.KIND + "` = '" + kind + "' AND tags.`" + idTag + "` = '" + subject + "'";
        return mlflow.post(
                "runs/search",
                SearchRuns.newBuilder()
                        .addExperimentIds(experimentId)
                        .setFilter(filter)
                        .setRunViewType(ViewType.ACTIVE_ONLY)
                        .setMaxResults(MOST_DUPLICATES)
                        .addOrderBy("attributes.start_time ASC")
                        .build());
    }

    /** Duplicates have the same start time; the id makes everybody choose the same one. */
    private static List<Run> oldestFirst(Answer found) {
        return MlflowJson.read(found.body(), SearchRuns.Response.newBuilder()).getRunsList().stream()
                .sorted(comparing(Run::getInfo, comparing(RunInfo::getStartTime).thenComparing(RunInfo::getRunId)))
                .toList();
    }

    private static String tag(CreateRun run, String key) {
        return run.getTagsList().stream()
                .filter(tag -> tag.getKey().equals(key))
                .map(RunTag::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a run without the tag " + key + ": " + run));
    }
}
