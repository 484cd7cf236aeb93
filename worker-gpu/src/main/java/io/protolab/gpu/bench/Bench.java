package io.protolab.gpu.bench;

import io.protolab.gpu.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All measurements of one run, one after the other on an otherwise idle machine. */
public final class Bench {
    private static final double BACKBONE_GOAL = 0.85;
    private static final double HEAD_GOAL = 0.75;

    /** Reading that is twice as fast as training is never what training waits for. */
    private static final double READING_GOAL = 2;

    private static final int TRIALS = 24;
    private static final int EPOCHS = 80;
    private static final double CACHE_GOAL = 20;

    private final TorchEngine engine;
    private final Duration budget;
    private final @Nullable Path python;

    /**
     * Prepares a run.
     *
     * @param budget time for each measurement
     * @param python one with torch, to be timed beside; absent for none
     */
    public Bench(TorchEngine engine, Duration budget, @Nullable Path python) {
        this.engine = engine;
        this.budget = budget;
        this.python = python;
    }

    /**
     * Measures everything.
     *
     * @param listener hears what is measured next
     * @throws IOException if the disk does not serve or the Python has no torch
     */
    public BenchReport run(Consumer<String> listener) throws IOException, InterruptedException {
        Stopwatch stopwatch = new Stopwatch(budget);
        BackboneBench sizeB = BackboneBench.ofSizeB();
        BackboneBench sizeS = BackboneBench.ofSizeS();
        listener.accept(MatrixCeiling.NAME);
        Measurement ceiling = MatrixCeiling.measure(stopwatch);
        listener.accept(sizeB.name());
        Measurement backboneB = sizeB.measure(stopwatch);
        listener.accept(sizeS.name());
        Measurement backboneS = sizeS.measure(stopwatch);
        listener.accept(HeadBench.NAME);
        Measurement head = HeadBench.measure(stopwatch);
        listener.accept(MatrixCeiling.NAME + " again");
        ceiling = faster(ceiling, MatrixCeiling.measure(stopwatch));
        listener.accept("feature reading and preprocessing");
        Measurement reading = FeatureReadingBench.measure(stopwatch);

        List<Measurement> all = new ArrayList<>();
        all.add(ceiling);
        all.add(backboneB.against(ceiling, BACKBONE_GOAL));
        all.add(backboneS.against(ceiling, BACKBONE_GOAL));
        all.add(head.against(ceiling, HEAD_GOAL));
        all.add(reading.against(imagesPerSecond(head), READING_GOAL));
        all.addAll(PreprocessingBench.measure(stopwatch));
        all.add(cached(backboneB, head));
        if (python != null) {
            listener.accept(python.toString());
            all.addAll(beside(PythonPeer.measure(python, engine.threadCount(), budget), backboneB, backboneS, head));
        }
        return new BenchReport(engine.deviceName(), engine.threadCount(), engine.version(), all);
    }

    private static Measurement faster(Measurement one, Measurement other) {
        return one.rate() >= other.rate() ? one : other;
    }

    private static Measurement imagesPerSecond(Measurement head) {
        return Measurement.of(head.name(), head.seconds(), HeadBench.BATCH, "images/s");
    }

    /** What an image costs in a sweep whose backbone runs once, beside one whose backbone runs in every epoch of every trial. */
    private static Measurement cached(Measurement backbone, Measurement head) {
        double features = backbone.seconds() / BackboneBench.BATCH;
        double step = head.seconds() / HeadBench.BATCH;
        int passes = TRIALS * EPOCHS;
        return Measurement.of(
                        TRIALS + " trials of " + EPOCHS + " epochs, tokens cached",
                        features + passes * step,
                        1,
                        "images/s")
                .against(Measurement.of("tokens recomputed", passes * (features + step), 1, "images/s"), CACHE_GOAL);
    }

    private static List<Measurement> beside(
            PythonPeer peer, Measurement backboneB, Measurement backboneS, Measurement head) {
        String torch = "torch " + peer.version() + ": ";
        List<Measurement> pairs = new ArrayList<>();
        double[] seconds = {peer.backboneB(), peer.backboneS(), peer.head()};
        List<Measurement> ours = List.of(backboneB, backboneS, head);
        for (int i = 0; i < seconds.length; i++) {
            Measurement own = ours.get(i);
            Measurement other = Measurement.of(torch + own.name(), seconds[i], own.rate() * own.seconds(), own.unit());
            pairs.add(other);
            pairs.add(own.against(other, 1));
        }
        return pairs;
    }
}
