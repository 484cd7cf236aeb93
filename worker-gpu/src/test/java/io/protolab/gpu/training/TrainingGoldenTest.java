package io.protolab.gpu.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.GoldenCase;
import io.protolab.gpu.HeadSamples;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.model.ChannelDropout;
import io.protolab.gpu.model.KeepMasks;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Tensor;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RunningEngine.class)
class TrainingGoldenTest {
    private static final PrototypePruning.Settings NEVER = new PrototypePruning.Settings(Integer.MAX_VALUE, 1, -50);

    static Stream<String> cases() {
        return GoldenCase.names("training-");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void losesAndLearnsAsTheReference(String name) throws IOException {
        GoldenCase golden = GoldenCase.read(name);
        JsonNode switches = golden.switches();
        PrototypeHead head = HeadSamples.head(golden, "init.");
        AdamW optimiser = AdamW.fresh(settings(switches), head.parameters());
        TrainingStep training = new TrainingStep(head, optimiser, HeadSamples.loss(switches), HeadSamples.grid(golden));
        LearningRateSchedule schedule = schedule(switches);
        PrototypePruning.Settings pruning = pruning(switches);
        int steps = golden.description().get("steps").asInt();
        int stepsPerEpoch = golden.description().get("steps_per_epoch").asInt();
        Map<String, double[]> curves = new LinkedHashMap<>();
        Map<String, double[]> perEpoch = new LinkedHashMap<>();
        PrototypePruning observed = new PrototypePruning(pruning, head.shape().prototypes());

        for (int step = 0; step < steps; step++) {
            int epoch = step / stepsPerEpoch;
            StepResult result =
                    training.run(batch(golden, step), epoch, schedule.at(epoch), dropout(golden, step), observed);
            put(curves, "lr", steps, step, schedule.at(epoch));
            put(curves, "loss", steps, step, result.loss());
            put(curves, "loss.ce", steps, step, term(result, ProtoSVitLoss.CROSS_ENTROPY));
            put(curves, "loss.tanh", steps, step, term(result, ProtoSVitLoss.TANH));
            put(curves, "loss.sparsity", steps, step, term(result, ProtoSVitLoss.SPARSITY));
            if ((step + 1) % stepsPerEpoch == 0) {
                int epochs = steps / stepsPerEpoch;
                if (pruning.due(epoch)) {
                    observed.writeInto(head.mask());
                }
                putRow(perEpoch, "fisher", epochs, epoch, observed.fisherInformation());
                putRow(perEpoch, "mask", epochs, epoch, head.mask().toDoubles());
                observed = new PrototypePruning(pruning, head.shape().prototypes());
            }
        }

        curves.forEach(golden::verify);
        head.parameters().asMap().forEach((parameter, tensor) -> {
            golden.verify("final." + parameter, tensor.detach());
            golden.verify("exp_avg." + parameter, optimiser.firstMoments().get(parameter));
            golden.verify("exp_avg_sq." + parameter, optimiser.secondMoments().get(parameter));
        });
        if (golden.expected().contains("fisher")) {
            perEpoch.forEach(golden::verify);
            assertThat(perEpoch.get("mask")).contains(0);
        }
    }

    private static AdamW.Settings settings(JsonNode switches) {
        return new AdamW.Settings(
                switches.get("weight_decay").asDouble(),
                switches.get("betas").get(0).asDouble(),
                switches.get("betas").get(1).asDouble(),
                switches.get("eps").asDouble());
    }

    private static LearningRateSchedule schedule(JsonNode switches) {
        return new LearningRateSchedule(
                switches.get("lr").asDouble(),
                switches.get("min_lr").asDouble(),
                switches.get("warmup_epochs").asInt(),
                switches.get("lr_horizon").asInt());
    }

    private static PrototypePruning.Settings pruning(JsonNode switches) {
        return switches.has("pruning_start")
                ? new PrototypePruning.Settings(
                        switches.get("pruning_start").asInt(),
                        switches.get("pruning_interval").asInt(),
                        -50)
                : NEVER;
    }

    private static TokenBatch batch(GoldenCase golden, int step) {
        return new TokenBatch(row(golden, "features", step), GoldenCase.ints(row(golden, "labels", step)));
    }

    private static Tensor row(GoldenCase golden, String name, int step) {
        return golden.inputs().get(name).slice(0, step, step + 1).squeeze(0);
    }

    private static ChannelDropout dropout(GoldenCase golden, int step) {
        if (!golden.inputs().contains("dropout.d1")) {
            return ChannelDropout.NONE;
        }
        Map<ChannelDropout.Place, Tensor> masks = new EnumMap<>(ChannelDropout.Place.class);
        masks.put(ChannelDropout.Place.BRANCH_A, row(golden, "dropout.d1", step));
        masks.put(ChannelDropout.Place.BRANCH_B, row(golden, "dropout.d2", step));
        masks.put(ChannelDropout.Place.CODE, row(golden, "dropout.code", step));
        return new KeepMasks(golden.description().get("dropout").asDouble(), masks);
    }

    private static double term(StepResult result, String name) {
        Double value = result.terms().get(name);
        return value == null ? 0 : value;
    }

    private static void put(Map<String, double[]> curves, String name, int length, int index, double value) {
        curves.computeIfAbsent(name, key -> new double[length])[index] = value;
    }

    private static void putRow(Map<String, double[]> rows, String name, int count, int index, double[] values) {
        double[] all = rows.computeIfAbsent(name, key -> new double[count * values.length]);
        System.arraycopy(values, 0, all, index * values.length, values.length);
    }
}
