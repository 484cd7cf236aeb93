package io.protolab.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.GoldenCase;
import io.protolab.gpu.HeadSamples;
import io.protolab.gpu.loss.Loss;
import io.protolab.gpu.loss.LossTerm;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.tensor.Gradients;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Tensor;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RunningEngine.class)
class PrototypeHeadGoldenTest {
    static Stream<String> cases() {
        return GoldenCase.names("head-");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void forwardEqualsTheReference(String name) throws IOException {
        GoldenCase golden = GoldenCase.read(name);
        PrototypeHead head = HeadSamples.head(golden, "");
        Tensor features = golden.inputs().get("features");
        ChannelDropout dropout = dropout(golden);

        ForwardPass pass = head.forward(features, HeadSamples.grid(golden), dropout);

        Tensor normalised = head.shape().featureNorm().forward(features);
        Tensor z = head.projection().forward(normalised, dropout);
        golden.verify("code", head.projection().code(normalised, dropout));
        golden.verify("z", z);
        golden.verify("cosine", head.prototypes().cosine(z).transpose(1, 2));
        golden.verify("S", pass.similarity().transpose(1, 2));
        golden.verify("t", pass.similarity().sum(0, 1));
        golden.verify("h", pass.prototypeScores());
        golden.verify("logits", pass.logits());
        golden.verify("importance", pass.importance());
        golden.verify("logits_threshold", pass.logits(0.1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossTermsEqualTheReference(String name) throws IOException {
        GoldenCase golden = GoldenCase.read(name);
        PrototypeHead head = HeadSamples.head(golden, "");
        ProtoSVitLoss loss = HeadSamples.loss(golden.switches());
        ForwardPass pass = head.forward(golden.inputs().get("features"), HeadSamples.grid(golden), dropout(golden));

        JsonNode epochs = golden.description().get("epochs");
        double[] totals = new double[epochs.size()];
        for (int i = 0; i < totals.length; i++) {
            totals[i] = loss.of(pass, golden.labels(), epochs.get(i).asInt())
                    .total()
                    .toDouble();
        }

        golden.verify("total", totals);
        Loss last = loss.of(pass, golden.labels(), 40);
        golden.verify("loss.ce", value(last, ProtoSVitLoss.CROSS_ENTROPY));
        golden.verify("loss.tanh", value(last, ProtoSVitLoss.TANH));
        golden.verify("loss.sparsity", value(last, ProtoSVitLoss.SPARSITY));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsEqualTheReference(String name) throws IOException {
        GoldenCase golden = GoldenCase.read(name);
        PrototypeHead head = HeadSamples.head(golden, "");

        verifyGradients(golden, head, golden.description().get("grad_epoch").asInt(), "grad.");
        head.parameters().asMap().values().forEach(Tensor::clearGradient);
        verifyGradients(golden, head, 0, "grad_epoch0.");
    }

    private static void verifyGradients(GoldenCase golden, PrototypeHead head, int epoch, String prefix) {
        try (Gradients recording = Gradients.record()) {
            ForwardPass pass = head.forward(golden.inputs().get("features"), HeadSamples.grid(golden), dropout(golden));
            Gradients.backward(HeadSamples.loss(golden.switches())
                    .of(pass, golden.labels(), epoch)
                    .total());
        }
        head.parameters().asMap().forEach((parameter, tensor) -> {
            Optional<Tensor> gradient = tensor.gradient();
            assertThat(gradient).as(parameter).isPresent();
            golden.verify(prefix + parameter, gradient.orElseThrow());
        });
    }

    private static double value(Loss loss, String term) {
        return loss.terms().stream()
                .filter(candidate -> candidate.name().equals(term))
                .map(LossTerm::value)
                .findFirst()
                .map(Tensor::toDouble)
                .orElse(0.0);
    }

    private static ChannelDropout dropout(GoldenCase golden) {
        if (!golden.inputs().contains("dropout.d1")) {
            return ChannelDropout.NONE;
        }
        Map<ChannelDropout.Place, Tensor> masks = new EnumMap<>(ChannelDropout.Place.class);
        masks.put(ChannelDropout.Place.BRANCH_A, golden.inputs().get("dropout.d1"));
        masks.put(ChannelDropout.Place.BRANCH_B, golden.inputs().get("dropout.d2"));
        masks.put(ChannelDropout.Place.CODE, golden.inputs().get("dropout.code"));
        return new KeepMasks(golden.description().get("dropout").asDouble(), masks);
    }
}
