package io.protolab.gpu.activity;

import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.TrialInput;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/**
 * What this process is, as far as results depend on it.
 *
 * @param name host and process
 * @param device such as {@code cpu} or {@code cuda:0}
 * @param threads of one tensor operation
 * @param versions library versions by name
 */
public record WorkerIdentity(String name, String device, int threads, Map<String, String> versions) {
    public WorkerIdentity {
        versions = Map.copyOf(versions);
    }

    /** Of this process and its engine. */
    public static WorkerIdentity of(TorchEngine engine) {
        String own = WorkerIdentity.class.getPackage().getImplementationVersion();
        return new WorkerIdentity(
                localHost() + "/" + ProcessHandle.current().pid(),
                engine.deviceName(),
                engine.threadCount(),
                Map.of(
                        "protolab",
                        own == null ? "development" : own,
                        "pytorch",
                        engine.version(),
                        "java",
                        System.getProperty("java.vm.version", "unknown"),
                        "os",
                        System.getProperty("os.name") + " " + System.getProperty("os.arch")));
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

    Provenance provenance(TrialInput trial) {
        return new Provenance(
                Json.fingerprint(trial.spec()),
                trial.dataset().manifest().sha256(),
                trial.features().weightsSha256(),
                trial.features().key(),
                trial.spec().seed(),
                device,
                threads,
                versions);
    }
}
