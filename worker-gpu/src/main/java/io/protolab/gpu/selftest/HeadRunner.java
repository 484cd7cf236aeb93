package io.protolab.gpu.selftest;

import io.protolab.gpu.loss.HoyerSquare;
import io.protolab.gpu.loss.L1Sparsity;
import io.protolab.gpu.loss.Loss;
import io.protolab.gpu.loss.LossTerm;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.loss.Sparsity;
import io.protolab.gpu.model.ChannelDropout;
import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.Gradients;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One pass of a prototype head: its stages, each loss term, totals over epochs, gradients at two epochs, sizes. */
final class HeadRunner implements CaseRunner {
    private static final double REPORTED_THRESHOLD = 0.1;

    /** An epoch long after every warm-up, so that every term is there. */
    private static final int LATE = 1_000_000;

    @Override
    public Map<String, Tensor> run(GoldenCase golden) throws IOException {
        HeadOfCase described = new HeadOfCase(golden, golden.inputs());
        PrototypeHead head = described.head("");
        ProtoSVitLoss loss = described.loss();
        PatchGrid grid = described.grid();
        ChannelDropout dropout = described.dropout();
        Tensor features = described.input("features");
        int[] labels = GoldenCase.wholes(described.input("labels"));
        Map<String, Tensor> results = new LinkedHashMap<>();

        ForwardPass pass = head.forward(features, grid, dropout);
        putStages(results, head, pass, features, dropout);
        results.put("sizes", new Sizes(pass, labels).inOrder(golden.fields().texts("sizes_order")));
        putTerms(results, loss, pass, labels);
        results.put("total", totals(loss, pass, labels, golden.fields().wholes("epochs")));
        Differentiation gradients = epoch -> loss.of(head.forward(features, grid, dropout), labels, epoch);
        putGradients(results, head, "grad.", gradients, golden.fields().whole("grad_epoch", loss.warmupEpochs()));
        putGradients(results, head, "grad_epoch0.", gradients, 0);
        return results;
    }

    private static void putStages(
            Map<String, Tensor> results,
            PrototypeHead head,
            ForwardPass pass,
            Tensor features,
            ChannelDropout dropout) {
        Tensor F = head.shape().featureNorm().forward(features);
        Tensor z = head.projection().forward(F, dropout);
        results.put("code", head.projection().code(F, dropout));
        results.put("z", z);
        results.put("cosine", head.prototypes().cosine(z).transpose(1, 2));
        results.put("S", pass.similarity().transpose(1, 2));
        results.put("t", pass.similarity().sum(0, 1));
        results.put("h", pass.prototypeScores());
        results.put("importance", pass.importance());
        results.put("logits", pass.logits());
        results.put("logits_threshold", pass.logits(REPORTED_THRESHOLD));
    }

    private static void putTerms(Map<String, Tensor> results, ProtoSVitLoss loss, ForwardPass pass, int[] labels) {
        Loss late = loss.of(pass, labels, LATE);
        results.put("loss.ce", term(late, ProtoSVitLoss.CROSS_ENTROPY));
        results.put("loss.tanh", term(late, ProtoSVitLoss.TANH));
        results.put("loss.sparsity", term(late, ProtoSVitLoss.SPARSITY));
        results.put("loss.similarity_sparsity", term(late, ProtoSVitLoss.SIMILARITY));
        Sparsity sparsity = loss.sparsity();
        if (sparsity instanceof HoyerSquare hoyer) {
            results.put("loss.hoyer", scalar(hoyer.withoutNorm().of(pass)));
            results.put("loss.norm", scalar(hoyer.normAlone().of(pass)));
        } else {
            results.put("loss.hoyer", sparsity instanceof L1Sparsity l1 ? scalar(l1.of(pass)) : Tensors.full(0, 1));
            results.put("loss.norm", Tensors.full(0, 1));
        }
    }

    /** A term with its factor, [1]; zero where the loss has no such term. */
    private static Tensor term(Loss loss, String name) {
        for (LossTerm term : loss.terms()) {
            if (term.name().equals(name)) {
                return scalar(term.value().multiply(term.factor()));
            }
        }
        return Tensors.full(0, 1);
    }

    private static Tensor scalar(Tensor value) {
        return value.reshape(1);
    }

    private static Tensor totals(ProtoSVitLoss loss, ForwardPass pass, int[] labels, List<Integer> epochs) {
        return Tensors.stack(
                epochs.stream()
                        .map(epoch -> loss.of(pass, labels, epoch).total())
                        .toList(),
                0);
    }

    /** A pass and its loss, to be recorded. */
    @FunctionalInterface
    private interface Differentiation {
        Loss at(int epoch);
    }

    private static void putGradients(
            Map<String, Tensor> results, PrototypeHead head, String prefix, Differentiation loss, int epoch) {
        try (Gradients recording = Gradients.record()) {
            Gradients.backward(loss.at(epoch).total());
        }
        head.parameters().asMap().forEach((name, parameter) -> {
            results.put(
                    prefix + name,
                    parameter.gradient().map(Tensor::copy).orElseGet(() -> Tensors.full(0, parameter.shape())));
            parameter.clearGradient();
        });
    }
}
