package io.protolab.cpu.tracking;

import io.protolab.cpu.tracking.Answer.Kind;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.Outbox.Link;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mlflow.api.proto.Service.DeleteRun;
import org.mlflow.api.proto.Service.RestoreRun;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.SetTag;
import org.mlflow.api.proto.Service.UpdateRun;

/** Puts runs in order. Each method answers why it could not, if it could not, and may be called again. */
final class RunRepair {
    private final Outbox outbox;
    private final MlflowTransport mlflow;

    RunRepair(Outbox outbox, MlflowTransport mlflow) {
        this.outbox = outbox;
        this.mlflow = mlflow;
    }

    Optional<String> deleteDuplicate(Run run, Link link) throws InterruptedException {
        return problem(new RunBinding(mlflow, outbox).deleteAll(List.of(run), String.valueOf(link.runId())));
    }

    Optional<String> closeUnknown(Run run) throws InterruptedException {
        String id = run.getInfo().getRunId();
        Answer closed = run.getInfo().getStatus() == RunStatus.RUNNING
                ? update(
                        id, RunStatus.KILLED, Instant.ofEpochMilli(run.getInfo().getStartTime()))
                : Answer.ok("");
        Answer tagged = closed.isOk() ? tag(id, RunTags.ORPHANED, "the registry does not know it") : closed;
        return problem(
                tagged.isOk()
                        ? mlflow.post(
                                "runs/delete",
                                DeleteRun.newBuilder().setRunId(id).build())
                        : tagged);
    }

    /** @param numbers whether params or metrics differ as well */
    Optional<String> correct(Link link, EndedRun ended, boolean numbers) throws InterruptedException {
        String id = String.valueOf(link.runId());
        Answer updated = update(id, ended.status(), ended.endedAt());
        Answer tagged = updated.isOk() ? tag(id, RunTags.STATE, ended.state()) : updated;
        if (tagged.isOk() && numbers) {
            int unused = outbox.redeliver(link.subject());
        }
        return problem(tagged);
    }

    Optional<String> restore(Link link) throws InterruptedException {
        Answer restored = mlflow.post(
                "runs/restore",
                RestoreRun.newBuilder().setRunId(String.valueOf(link.runId())).build());
        if (restored.isOk()) {
            int unused = outbox.redeliver(link.subject());
        }
        return problem(restored);
    }

    Optional<String> makeAnew(Link link) {
        outbox.unbind(link.subject());
        int unused = outbox.redeliver(link.subject());
        return Optional.empty();
    }

    private Answer update(String runId, RunStatus status, Instant end) throws InterruptedException {
        return mlflow.post(
                "runs/update",
                UpdateRun.newBuilder()
                        .setRunId(runId)
                        .setStatus(status)
                        .setEndTime(end.toEpochMilli())
                        .build());
    }

    private Answer tag(String runId, String key, String value) throws InterruptedException {
        return mlflow.post(
                "runs/set-tag",
                SetTag.newBuilder().setRunId(runId).setKey(key).setValue(value).build());
    }

    private static Optional<String> problem(Answer answer) {
        return answer.isOk() || answer.kind() == Kind.GONE ? Optional.empty() : Optional.of(answer.text());
    }
}
