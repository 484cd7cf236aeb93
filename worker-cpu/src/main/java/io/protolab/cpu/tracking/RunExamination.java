package io.protolab.cpu.tracking;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.protolab.cpu.tracking.Answer.Kind;
import io.protolab.platform.finding.Case;
import io.protolab.platform.finding.Examination;
import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.Outbox.Link;
import io.protolab.platform.registry.Outbox.Undelivered;
import io.protolab.platform.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service.GetRun;
import org.mlflow.api.proto.Service.Run;

/**
 * Runs that the registry does not know, second runs, and runs of ended sweeps and trials that are not what the registry says. What is still being
 * delivered is left to the delivery. The look at a run is cheap: what the run itself tells, and no histories.
 */
public final class RunExamination implements Examination {
    private static final int SHOWN_DIFFERENCES = 3;

    private final Registry registry;
    private final Outbox outbox;
    private final MlflowTransport mlflow;
    private final RunRepair repair;

    public RunExamination(Registry registry, Outbox outbox, MlflowTransport mlflow) {
        this.registry = registry;
        this.outbox = outbox;
        this.mlflow = mlflow;
        this.repair = new RunRepair(outbox, mlflow);
    }

    @Override
    public List<Case> examine() throws InterruptedException {
        // before MLflow is asked: what was delivered by now is in its answer
        Map<String, Link> links = outbox.links().stream().collect(toMap(Link::subject, link -> link));
        List<Settled> settled = settled(links);
        List<Run> found = new ArrayList<>();
        Answer searched = new RunSearch(mlflow).addAll(found);
        if (!searched.isOk()) {
            return List.of(away(searched));
        }
        Map<String, List<Run>> runs = found.stream()
                .filter(run -> subject(run).isPresent())
                .collect(groupingBy(run -> subject(run).orElseThrow(), TreeMap::new, toList()));
        List<Case> cases = new ArrayList<>();
        runs.forEach((subject, ofSubject) -> cases.addAll(surplus(subject, ofSubject, links.get(subject))));
        Map<String, Run> active =
                found.stream().collect(toMap(run -> run.getInfo().getRunId(), run -> run, (a, b) -> a));
        for (Settled one : settled) {
            changed(one.link, one.ended, active.get(one.link.runId())).ifPresent(cases::add);
        }
        return cases;
    }

    /** A subject of which everything was delivered. */
    private record Settled(Link link, EndedRun ended) {}

    /** Sweeps first: the runs of their trials are made below theirs. */
    private List<Settled> settled(Map<String, Link> links) {
        List<Settled> ended = links.values().stream()
                .flatMap(link -> EndedRun.of(registry, link.subject()).map(end -> new Settled(link, end)).stream())
                .sorted(comparing((Settled one) -> !one.ended.isSweep()).thenComparing(one -> one.link.subject()))
                .toList();
        Set<String> underWay =
                outbox.undelivered().stream().map(Undelivered::subject).collect(toSet());
        return ended.stream()
                .filter(one -> !underWay.contains(one.link.subject()))
                .toList();
    }

    private static Case away(Answer answer) {
        return Case.forAPerson(Finding.forAPerson(
                ExaminedSystem.MLFLOW,
                "mlflow",
                "MLflow does not answer, so that its runs were not examined",
                answer.text(),
                "see that it runs; then 'protolab doctor' again"));
    }

    private static Optional<String> subject(Run run) {
        String id = tag(run, RunTags.KIND).equals(RunTags.TRIAL_KIND) ? RunTags.TRIAL : RunTags.SWEEP;
        return Optional.of(tag(run, id)).filter(subject -> !subject.isEmpty());
    }

    private static String tag(Run run, String key) {
        return run.getData().getTagsList().stream()
                .filter(tag -> tag.getKey().equals(key))
                .map(tag -> tag.getValue())
                .findFirst()
                .orElse("");
    }

    /** Before a subject is bound to a run, the delivery may be about to choose among them. */
    private List<Case> surplus(String subject, List<Run> runs, @Nullable Link link) {
        if (link == null) {
            return isKnown(subject)
                    ? List.of()
                    : runs.stream().map(run -> unknown(subject, run)).toList();
        }
        return runs.stream()
                .filter(run -> !run.getInfo().getRunId().equals(link.runId()))
                .map(run -> second(run, link))
                .toList();
    }

    private boolean isKnown(String subject) {
        return registry.findTrial(subject).isPresent()
                || registry.findSweep(subject).isPresent();
    }

    private Case unknown(String subject, Run run) {
        return new Case(
                Finding.mendable(
                        ExaminedSystem.MLFLOW,
                        subject,
                        "a run of a sweep or trial that the registry does not know",
                        described(run),
                        "tags run " + run.getInfo().getRunId()
                                + " and deletes it as MLflow's page does: it can be restored there"),
                () -> repair.closeUnknown(run));
    }

    private Case second(Run run, Link link) {
        return new Case(
                Finding.mendable(
                        ExaminedSystem.MLFLOW,
                        link.subject(),
                        "a second run of the same sweep or trial",
                        described(run) + "; the registry names " + link.runId(),
                        "tags run " + run.getInfo().getRunId()
                                + " as a duplicate and deletes it as MLflow's page does"),
                () -> repair.deleteDuplicate(run, link));
    }

    private static String described(Run run) {
        return "run " + run.getInfo().getRunId() + " '" + run.getInfo().getRunName() + "' in experiment "
                + run.getInfo().getExperimentId();
    }

    private Optional<Case> changed(Link link, EndedRun ended, @Nullable Run active) throws InterruptedException {
        if (active != null) {
            return differs(link, ended, active);
        }
        Answer asked = mlflow.get("runs/get", Map.of("run_id", String.valueOf(link.runId())));
        if (asked.kind() == Kind.GONE) {
            return Optional.of(lost(link));
        }
        if (!asked.isOk()) {
            return Optional.of(away(asked));
        }
        Run run = MlflowJson.read(asked.body(), GetRun.Response.newBuilder()).getRun();
        return run.getInfo().getLifecycleStage().equals("deleted")
                ? Optional.of(deleted(link))
                : differs(link, ended, run);
    }

    private Optional<Case> differs(Link link, EndedRun ended, Run run) {
        List<String> numbers = RunReadback.differences(ended.expected(), run.getData());
        List<String> all = new ArrayList<>(ended.differences(run, tag(run, RunTags.STATE)));
        all.addAll(numbers);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        String shown = String.join("; ", all.subList(0, Math.min(SHOWN_DIFFERENCES, all.size())))
                + (all.size() > SHOWN_DIFFERENCES ? "; … " + all.size() + " differences" : "");
        return Optional.of(new Case(
                Finding.mendable(
                        ExaminedSystem.MLFLOW,
                        link.subject(),
                        "its run is not what the registry says",
                        "run " + link.runId() + ": " + shown,
                        "corrects status and state"
                                + (numbers.isEmpty() ? "" : ", and delivers everything of it once more")),
                () -> repair.correct(link, ended, !numbers.isEmpty())));
    }

    private Case deleted(Link link) {
        return new Case(
                Finding.mendable(
                        ExaminedSystem.MLFLOW,
                        link.subject(),
                        "its run was deleted in MLflow",
                        "the registry names run " + link.runId(),
                        "restores the run and delivers everything of it once more"),
                () -> repair.restore(link));
    }

    private Case lost(Link link) {
        return new Case(
                Finding.mendable(
                        ExaminedSystem.MLFLOW,
                        link.subject(),
                        "MLflow has its run no more",
                        "the registry names run " + link.runId(),
                        "delivers everything of it to a new run"),
                () -> repair.makeAnew(link));
    }
}
