package io.protolab.gpu.selftest;

import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.ElementType;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.gpu.training.AdamW;
import io.protolab.gpu.training.LearningRateSchedule;
import io.protolab.gpu.training.PrototypePruning;
import io.protolab.gpu.training.StepResult;
import io.protolab.gpu.training.TokenBatch;
import io.protolab.gpu.training.TrainingStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Some optimiser steps of a head on given features: losses of each, parameters and moments after the last, pruning of each epoch. */
final class TrainingRunner implements CaseRunner {
    private static final double PRUNING_THRESHOLD = -50;

    private final int microBatch;

    /** @param microBatch greatest number of images in one pass of the head; 0 for the whole batch */
    TrainingRunner(int microBatch) {
        this.microBatch = microBatch;
    }

    @Override
    public Map<String, Tensor> run(GoldenCase golden) throws IOException {
        HeadOfCase described = new HeadOfCase(golden, golden.inputs());
        PrototypeHead head = described.head("init.");
        ProtoSVitLoss loss = described.loss();
        LearningRateSchedule schedule = ScheduleRunner.schedule(golden.switches());
        AdamW optimiser = AdamW.fresh(optimiser(golden.switches()), head.parameters());
        TrainingStep training = new TrainingStep(head, optimiser, loss, described.grid(), microBatch);
        PrototypePruning.Settings pruning = pruning(golden.switches());
        int steps = golden.fields().whole("steps");
        int stepsPerEpoch = golden.fields().whole("steps_per_epoch");
        Curves curves = new Curves();
        PrototypePruning observed = new PrototypePruning(pruning, head.shape().prototypes());

        for (int step = 0; step < steps; step++) {
            int epoch = step / stepsPerEpoch;
            double rate = schedule.at(epoch);
            StepResult result = training.run(batch(described, step), epoch, rate, described.dropout(step), observed);
            curves.add("lr", rate);
            curves.add("loss", result.loss());
            curves.add("loss.ce", term(result, ProtoSVitLoss.CROSS_ENTROPY));
            curves.add("loss.tanh", term(result, ProtoSVitLoss.TANH));
            curves.add("loss.sparsity", term(result, ProtoSVitLoss.SPARSITY));
            curves.add("loss.similarity_sparsity", loss.similarity() * term(result, ProtoSVitLoss.SIMILARITY));
            if ((step + 1) % stepsPerEpoch == 0 || step == steps - 1) {
                if (pruning.due(epoch)) {
                    observed.writeInto(head.mask());
                }
                curves.addRow("fisher", observed.fisherInformation());
                curves.addRow("mask", head.mask().toDoubles());
                observed = new PrototypePruning(pruning, head.shape().prototypes());
            }
        }

        Map<String, Tensor> results = new LinkedHashMap<>(curves.tensors());
        putFinal(results, head, optimiser);
        return results;
    }

    private static void putFinal(Map<String, Tensor> results, PrototypeHead head, AdamW optimiser) {
        head.parameters().asMap().forEach((name, parameter) -> {
            results.put("final." + name, parameter.detach());
            results.put("exp_avg." + name, optimiser.firstMoments().get(name));
            results.put("exp_avg_sq." + name, optimiser.secondMoments().get(name));
        });
        results.put(
                "final_clamped.class_weight",
                head.parameters()
                        .get("class_weight")
                        .detach()
                        .clamp(0, head.shape().maxClassWeight()));
    }

    private static TokenBatch batch(HeadOfCase described, int step) {
        return new TokenBatch(
                HeadOfCase.row(described.input("features"), step),
                GoldenCase.wholes(HeadOfCase.row(described.input("labels"), step)));
    }

    private static AdamW.Settings optimiser(CaseFields switches) {
        List<Double> betas = switches.numbers("betas");
        if (betas.size() != 2) {
            throw new UnclearCaseException("switches.betas is " + betas + ", it must be two numbers");
        }
        return new AdamW.Settings(switches.number("weight_decay"), betas.get(0), betas.get(1), switches.number("eps"));
    }

    private static PrototypePruning.Settings pruning(CaseFields switches) {
        return new PrototypePruning.Settings(
                switches.whole("pruning_start", Integer.MAX_VALUE),
                switches.whole("pruning_interval", 1),
                PRUNING_THRESHOLD);
    }

    private static double term(StepResult result, String name) {
        Double value = result.terms().get(name);
        return value == null ? 0 : value;
    }

    /** Numbers and rows of numbers by name, in the order in which they came. */
    private static final class Curves {
        private final Map<String, List<Tensor>> entries = new LinkedHashMap<>();

        void add(String name, double value) {
            put(name, Tensors.of(new float[] {(float) value}));
        }

        void addRow(String name, double[] row) {
            put(name, Tensors.of(row, row.length).to(ElementType.F32));
        }

        private void put(String name, Tensor entry) {
            entries.computeIfAbsent(name, key -> new ArrayList<>()).add(entry);
        }

        /** [numbers], or [rows, length of a row]. */
        Map<String, Tensor> tensors() {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            entries.forEach((name, all) -> tensors.put(name, Tensors.stack(all, 0)));
            return tensors;
        }
    }
}
