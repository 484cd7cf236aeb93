package io.protolab.gpu.export;

import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.platform.export.ExportPart;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A frozen forward pass: described for a file, and computed by our own model, so that the two can be compared. The outputs are
 * {@code logits} [B, C], {@code scores} [B, P] and {@code similarity} [B, P, N].
 */
interface Forward {
    ExportPart part();

    /** Name and meaning of the input, for people. */
    InputCard input();

    /** Some inputs of the usual magnitude. */
    Tensor sample(int images);

    void describe(GraphWriter graph);

    /** Our own outputs by name, in the order of their description. */
    NamedTensors compute(Tensor input);

    /** The outputs of a pass of the head. */
    static NamedTensors outputs(ForwardPass pass, double importanceThreshold) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("logits", importanceThreshold == 0 ? pass.logits() : pass.logits(importanceThreshold));
        outputs.put("scores", pass.prototypeScores());
        outputs.put("similarity", pass.similarityMaps());
        return new NamedTensors(outputs);
    }
}
