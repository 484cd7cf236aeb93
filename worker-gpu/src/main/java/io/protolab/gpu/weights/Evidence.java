package io.protolab.gpu.weights;

import io.protolab.gpu.tensor.TensorEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the shapes of a file's tensors show of the transformer. Sizes that many tensors show are put to the vote, so that one
 * misshapen tensor is found to be misshapen and not all the others.
 */
final class Evidence {
    private final Layout layout;
    private final Map<String, TensorEntry> entries;
    private final int blocks;

    Evidence(Layout layout, Map<String, TensorEntry> entries) {
        this.layout = layout;
        this.entries = entries;
        Pattern block =
                Pattern.compile(Pattern.quote(layout.prefix() + layout.naming().blocks()) + "(\\d{1,6})\\..*");
        this.blocks = (int) entries.keySet().stream()
                .map(block::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .distinct()
                .count();
    }

    /** How many numbers of blocks there are; one number too high does not count for all below it. */
    int blocks() {
        return blocks;
    }

    /** How many tensors the file holds. */
    int tensors() {
        return entries.size();
    }

    /** Whether any part of one of our parameters is in the file; {@code #} stands for any block. */
    boolean has(String canonical) {
        return !shapes(canonical).isEmpty();
    }

    Optional<Integer> width() {
        List<Long> votes = new ArrayList<>();
        for (String vector : List.of(
                "norm.weight",
                "norm.bias",
                "blocks.#.norm1.weight",
                "blocks.#.norm1.bias",
                "blocks.#.norm2.weight",
                "blocks.#.norm2.bias",
                "blocks.#.attn.proj.bias",
                "blocks.#.mlp.fc2.bias",
                "patch_embed.proj.bias",
                "patch_embed.proj.weight")) {
            shapes(vector).forEach(shape -> votes.add(shape[0]));
        }
        for (String rows : List.of("cls_token", "pos_embed")) {
            shapes(rows).forEach(shape -> votes.add(last(shape)));
        }
        return winner(votes);
    }

    /** Outputs of the perceptron's first layer; of one part of it, where the file has it in parts. */
    Optional<Integer> firstOutputs() {
        List<Long> votes = new ArrayList<>();
        shapes("blocks.#.mlp.fc1.bias").forEach(shape -> votes.add(shape[0]));
        shapes("blocks.#.mlp.fc1.weight").forEach(shape -> votes.add(shape[0]));
        return winner(votes);
    }

    /** Inputs of the perceptron's second layer. */
    Optional<Integer> secondInputs() {
        return winner(
                shapes("blocks.#.mlp.fc2.weight").stream().map(Evidence::last).toList());
    }

    Optional<Integer> patch() {
        return winner(
                shapes("patch_embed.proj.weight").stream().map(Evidence::last).toList());
    }

    Optional<Integer> registers() {
        return shapes("reg_token").stream()
                .findFirst()
                .filter(shape -> shape.length > 1)
                .map(shape -> (int) shape[shape.length - 2]);
    }

    /** Rows of the position table. */
    Optional<Integer> positions() {
        return shapes("pos_embed").stream()
                .findFirst()
                .filter(shape -> shape.length > 1)
                .map(shape -> (int) shape[shape.length - 2]);
    }

    /** Rows of the tables of relative positions. */
    Optional<Integer> relativePositions() {
        return winner(shapes("blocks.#.attn.relative_position_bias_table").stream()
                .map(shape -> shape[0])
                .toList());
    }

    private List<long[]> shapes(String canonical) {
        List<long[]> shapes = new ArrayList<>();
        int count = canonical.contains("#") ? blocks : 1;
        for (int block = 0; block < count; block++) {
            for (String source : layout.naming().sources(canonical.replace("#", Integer.toString(block)))) {
                TensorEntry entry = entries.get(layout.prefix() + source);
                if (entry != null && entry.shape().length > 0) {
                    shapes.add(entry.shape());
                }
            }
        }
        return shapes;
    }

    private static long last(long[] shape) {
        return shape[shape.length - 1];
    }

    private static Optional<Integer> winner(List<Long> votes) {
        return votes.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<Long, Long>comparingByValue()
                        .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .filter(size -> size > 0 && size <= Integer.MAX_VALUE)
                .map(Long::intValue);
    }
}
