package io.protolab.gpu.activity;

import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.gpu.training.TrainingState;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.TrainingOrder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What this process is, as far as results depend on it.
 *
 * @param name host and process
 * @param device class of the device, such as {@code cpu} or {@code cuda NVIDIA H100}
 * @param threads of one tensor operation
 * @param versions library versions by name
 */
public record WorkerIdentity(String name, String device, int threads, Map<String, String> versions) {
    public WorkerIdentity {
        versions = Map.copyOf(versions);
    }

    /** Of this process and its engine. */
    public static WorkerIdentity of(TorchEngine engine) {
        ComputeIdentity computing = engine.identity();
        return new WorkerIdentity(
                localHost() + "/" + ProcessHandle.current().pid(),
                computing.device(),
                computing.threads(),
                computing.versions());
    }

    /** The machine that this process is on, as its name tells. */
    String host() {
        return name.split("/", 2)[0];
    }

    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** What computes, where so many images are computed at once. */
    ComputeIdentity computing(int microBatch) {
        return new ComputeIdentity(device, threads, microBatch, versions);
    }

    /**
     * What an attempt tells of its start.
     *
     * @param state from which it goes on
     * @param features under what the stored features that it reads were computed
     */
    AttemptStart start(
            TrainingOrder order,
            TrainingState state,
            List<ComputeIdentity> features,
            long stepsRepeated,
            ComputeIdentity now,
            Instant startedAt) {
        List<ComputeIdentity> before = state.identities();
        return new AttemptStart(
                order.attempt(),
                name,
                host(),
                device,
                threads,
                state.finishedEpochCount(),
                state.stepCount(),
                stepsRepeated,
                before.isEmpty() ? List.of() : now.changesSince(before.get(before.size() - 1)),
                features.stream()
                        .flatMap(stored -> computing(stored.microBatch()).changesSince(stored).stream())
                        .distinct()
                        .toList(),
                startedAt);
    }
}
