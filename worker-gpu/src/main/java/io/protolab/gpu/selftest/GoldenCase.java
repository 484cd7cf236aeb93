package io.protolab.gpu.selftest;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A directory with {@code case.json}, and where the kind needs them {@code inputs.safetensors}, {@code expected.safetensors} and weights.
 *
 * @param kind which runner computes it
 * @param verdict what has to come out
 * @param optional whether it may be unknown here
 * @param fields all of {@code case.json}
 * @param required names of the tensors that are compared
 * @param tolerances within which
 */
record GoldenCase(
        Path directory,
        String kind,
        Verdict verdict,
        boolean optional,
        CaseFields fields,
        List<String> required,
        Tolerances tolerances) {
    static final String DESCRIPTION = "case.json";
    static final String STORAGE = "storage";

    /** What has to come out. */
    enum Verdict {
        /** Numbers. */
        OK,
        /** A refusal in one sentence. */
        ERROR,
        /** Either. */
        OK_OR_REFUSED
    }

    /**
     * Reads the description; tensors are read when they are asked for.
     *
     * @throws UnclearCaseException if it does not say what is wanted
     */
    static GoldenCase read(Path directory) throws IOException {
        CaseFields fields = CaseFields.read(directory.resolve(DESCRIPTION));
        String kind = fields.text("kind");
        return new GoldenCase(
                directory,
                kind,
                verdict(fields, kind),
                fields.flag("optional"),
                fields,
                fields.texts("required"),
                Tolerances.of(fields));
    }

    /** Where nothing is said, numbers are wanted, except of a file that may be damaged. */
    private static Verdict verdict(CaseFields fields, String kind) {
        if (!fields.has("verdict")) {
            return kind.equals(STORAGE) ? Verdict.OK_OR_REFUSED : Verdict.OK;
        }
        return fields.choice(
                "verdict", Map.of("ok", Verdict.OK, "error", Verdict.ERROR, "ok_or_refused", Verdict.OK_OR_REFUSED));
    }

    CaseFields switches() {
        return fields.object("switches");
    }

    /** All input tensors; they belong to the innermost open scope. */
    NamedTensors inputs() throws IOException {
        Path file = directory.resolve("inputs.safetensors");
        if (!Files.exists(file)) {
            throw new UnclearCaseException(
                    directory + " has no inputs.safetensors, which a case of kind " + kind + " needs");
        }
        return Safetensors.read(file);
    }

    /** One of them. */
    Tensor input(String name) throws IOException {
        return input(inputs(), name);
    }

    /** One of these, which are those of this case. */
    Tensor input(NamedTensors inputs, String name) {
        if (!inputs.contains(name)) {
            throw new UnclearCaseException(
                    directory + ": inputs.safetensors lacks '" + name + "', it holds " + inputs.names());
        }
        return inputs.get(name);
    }

    /** The numbers to be reached; empty where the case leaves them out. */
    Optional<NamedTensors> expected() throws IOException {
        Path file = directory.resolve("expected.safetensors");
        return Files.exists(file) ? Optional.of(Safetensors.read(file)) : Optional.empty();
    }

    /** The names that the description lists, compared ones and others; empty for all that can be computed. */
    Set<String> wantedNames() {
        Set<String> names = new LinkedHashSet<>(required);
        if (fields.has("expected")) {
            names.addAll(fields.object("expected").names());
        }
        return names;
    }

    /** Labels and the like: a tensor of whole numbers. */
    static int[] wholes(Tensor tensor) {
        long[] values = tensor.toLongs();
        int[] wholes = new int[values.length];
        for (int i = 0; i < wholes.length; i++) {
            wholes[i] = Math.toIntExact(values[i]);
        }
        return wholes;
    }
}
