package io.protolab.gpu.selftest;

import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.gpu.training.LearningRateSchedule;
import java.util.List;
import java.util.Map;

/** Learning rate and sparsity ramp of every epoch. */
final class ScheduleRunner implements CaseRunner {
    @Override
    public Map<String, Tensor> run(GoldenCase golden) {
        CaseFields fields = golden.fields();
        int warmup = fields.whole("warmup_epochs");
        LearningRateSchedule schedule = schedule(fields);
        ProtoSVitLoss loss = new ProtoSVitLoss(1, List.of(), 1, null, 0, false, warmup);
        float[] rates = new float[fields.whole("epochs")];
        float[] ramps = new float[rates.length];
        for (int epoch = 0; epoch < rates.length; epoch++) {
            rates[epoch] = (float) schedule.at(epoch);
            ramps[epoch] = (float) loss.ramp(epoch);
        }
        return Map.of("lr", Tensors.of(rates, rates.length), "ramp", Tensors.of(ramps, ramps.length));
    }

    static LearningRateSchedule schedule(CaseFields fields) {
        return new LearningRateSchedule(
                fields.number("lr"),
                fields.number("min_lr"),
                fields.whole("warmup_epochs"),
                fields.whole("lr_horizon"));
    }
}
