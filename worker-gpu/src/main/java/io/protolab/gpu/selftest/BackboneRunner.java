package io.protolab.gpu.selftest;

import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.weights.Architecture;
import io.protolab.gpu.weights.PublishedBackbone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A weight file of another library, read and run: tokens after the final layer normalisation, and what each block returns. */
final class BackboneRunner implements CaseRunner {
    private static final String EMBEDDINGS = "embeddings";
    private static final String BLOCK = "block_";

    @Override
    public Map<String, Tensor> run(GoldenCase golden) throws IOException {
        Map<String, Tensor> results = new LinkedHashMap<>();
        try (VisionTransformer backbone =
                PublishedBackbone.recognise(weights(golden), hints(golden)).load()) {
            Tensor pixels = golden.input("pixels");
            Tensor tokens = backbone.forward(pixels);
            results.put("patch_tokens", backbone.patchTokensOf(tokens));
            backbone.classTokenOf(tokens).ifPresent(token -> results.put("cls_token", token));
            backbone.registersOf(tokens).ifPresent(registers -> results.put("register_tokens", registers));
            if (wantsTrace(golden)) {
                List<Tensor> trace = backbone.trace(pixels);
                results.put(EMBEDDINGS, trace.get(0));
                for (int block = 1; block < trace.size(); block++) {
                    results.put(BLOCK + (block - 1), trace.get(block));
                }
            }
        }
        return results;
    }

    /** The directory where several files belong together, so that all of them count, and else the file. */
    private static Path weights(GoldenCase golden) {
        List<String> files = golden.fields().texts("weights");
        if (files.isEmpty()) {
            throw new UnclearCaseException(golden.directory() + " names no weights");
        }
        boolean together = files.size() > 1 || golden.fields().has("config");
        return together ? golden.directory() : golden.directory().resolve(files.get(0));
    }

    private static Architecture hints(GoldenCase golden) {
        return golden.fields().has("arch")
                ? Architecture.fromJson(golden.fields().json("arch"))
                : Architecture.unknown();
    }

    private static boolean wantsTrace(GoldenCase golden) {
        Set<String> wanted = golden.wantedNames();
        return wanted.isEmpty() || wanted.stream().anyMatch(name -> name.equals(EMBEDDINGS) || name.startsWith(BLOCK));
    }
}
