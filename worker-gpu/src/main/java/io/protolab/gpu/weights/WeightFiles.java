package io.protolab.gpu.weights;

import io.protolab.gpu.tensor.TensorFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which files a path stands for.
 *
 * @param weights the file with the tensors, or the index of several
 * @param descriptions directory whose descriptions belong to the weights; null for a file with a name of its own, such
 *     as one from a torch hub, which tells nothing about its neighbours
 */
record WeightFiles(Path weights, @Nullable Path descriptions) {
    static final String INDEX_SUFFIX = ".index.json";

    /** Names under which libraries keep the weights of a directory; the first that is there is read. */
    private static final List<String> LIBRARY_NAMES = List.of(
            "model.safetensors" + INDEX_SUFFIX,
            "model.safetensors",
            "open_clip_model.safetensors",
            "open_clip_pytorch_model.safetensors",
            "pytorch_model.bin" + INDEX_SUFFIX,
            "pytorch_model.bin",
            "open_clip_pytorch_model.bin");

    private static final Set<String> ENDINGS = Set.of("safetensors", "pth", "pt", "bin");
    private static final Pattern SHARD = Pattern.compile("(.+)-\\d{5}-of-\\d{5}(\\.safetensors|\\.bin)");

    /**
     * Finds the files.
     *
     * @throws NoSuchFileException if there is nothing at the path
     * @throws TensorFileException if a directory holds no weights, or several of which none has a library's name
     */
    static WeightFiles at(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return inDirectory(path);
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException("there is no weight file or directory " + path);
        }
        Path directory = path.toAbsolutePath().getParent();
        String name = path.getFileName().toString();
        var shard = SHARD.matcher(name);
        if (directory != null && shard.matches()) {
            Path index = directory.resolve(shard.group(1) + shard.group(2) + INDEX_SUFFIX);
            if (!Files.exists(index)) {
                throw new TensorFileException(path + " is one of several files, and " + index.getFileName()
                        + ", which lists them, is not beside it; fetch the whole directory");
            }
            return new WeightFiles(index, directory);
        }
        return new WeightFiles(path, LIBRARY_NAMES.contains(name) ? directory : null);
    }

    private static WeightFiles inDirectory(Path directory) throws IOException {
        for (String name : LIBRARY_NAMES) {
            Path file = directory.resolve(name);
            if (Files.exists(file)) {
                return new WeightFiles(file, directory);
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> candidates =
                    files.filter(WeightFiles::looksLikeWeights).sorted().toList();
            if (candidates.size() == 1) {
                return new WeightFiles(candidates.get(0), directory);
            }
            throw new TensorFileException("The directory " + directory + " holds "
                    + (candidates.isEmpty() ? "no weights" : "several weight files " + candidates)
                    + "; put one of " + LIBRARY_NAMES + " there, or name the file itself");
        }
    }

    private static boolean looksLikeWeights(Path file) {
        String name = file.getFileName().toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
