package io.protolab.standalone;

import io.protolab.gpu.GpuWorker;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.TemporalConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The GPU worker of this process. One that can do no more makes room for a fresh one; a thread of it that hangs is left to itself. */
final class LocalGpuWorker implements Part {
    private final TemporalConnection connection;
    private final ArtifactStore artifacts;
    private final Path features;
    private final Path work;
    private final TorchEngine engine;
    private final Duration longestStep;
    private final Progress.Step progress;
    private @Nullable GpuWorker worker;
    private boolean closed;

    /** Starts one. */
    LocalGpuWorker(
            TemporalConnection connection,
            ArtifactStore artifacts,
            Path features,
            Path work,
            TorchEngine engine,
            Duration longestStep,
            Progress.Step progress)
            throws IOException {
        this.connection = connection;
        this.artifacts = artifacts;
        this.features = features;
        this.work = work;
        this.engine = engine;
        this.longestStep = longestStep;
        this.progress = progress;
        this.worker = start();
    }

    private GpuWorker start() throws IOException {
        return new GpuWorker(connection.client(), artifacts, features, work, engine, longestStep, this::replace);
    }

    private void replace(AttemptOutcome cause, String evidence) {
        progress.say("makes room for another, " + cause + ": " + evidence);
        new Thread(this::startAnother, "successor of the GPU worker").start();
    }

    private void startAnother() {
        GpuWorker lost;
        synchronized (this) {
            if (closed) {
                return;
            }
            lost = worker;
            worker = null;
            try {
                worker = start();
            } catch (IOException | IllegalStateException e) {
                progress.say("there is none any more, start again: " + e.getMessage());
            }
        }
        if (lost != null) {
            lost.close();
        }
    }

    @Override
    public String address() {
        String device = engine.isProcessor() ? "on the CPU, no GPU is used" : "on " + engine.deviceName();
        return device + ", " + engine.threadCount() + " threads";
    }

    @Override
    public void close() {
        GpuWorker last;
        synchronized (this) {
            closed = true;
            last = worker;
            worker = null;
        }
        if (last != null) {
            last.close();
        }
        connection.close();
    }
}
