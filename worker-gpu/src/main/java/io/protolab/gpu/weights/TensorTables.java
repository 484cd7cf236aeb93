package io.protolab.gpu.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.tensor.FloatReader;
import io.protolab.gpu.tensor.SafetensorsReader;
import io.protolab.gpu.tensor.TensorFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens weight files by what they hold; their names do not matter. */
final class TensorTables {
    private TensorTables() {}

    /** All files that {@link #open} reads, the index among them. */
    static List<Path> files(Path weights) throws IOException {
        List<Path> files = new ArrayList<>(List.of(weights));
        if (isIndex(weights)) {
            for (String shard : new LinkedHashSet<>(shards(weights).values())) {
                files.add(sibling(weights, shard));
            }
        }
        return files;
    }

    /**
     * Opens a file, or all files of an index.
     *
     * @throws TensorFileException if one is missing or malformed; the message is one sentence that names it
     */
    static TensorTable open(Path weights) throws IOException {
        FloatReader floats = new FloatReader();
        return isIndex(weights) ? openShards(weights, floats) : openFile(weights, floats);
    }

    private static boolean isIndex(Path weights) {
        return weights.getFileName().toString().endsWith(WeightFiles.INDEX_SUFFIX);
    }

    private static TensorTable openFile(Path file, FloatReader floats) throws IOException {
        if (!Files.isRegularFile(file)) { // opening a pipe would wait for ever
            throw new TensorFileException(file + " is not a regular file; name the file with the weights itself");
        }
        try (InputStream start = Files.newInputStream(file)) {
            byte[] magic = start.readNBytes(4);
            if (magic.length == 4 && magic[0] == 'P' && magic[1] == 'K' && magic[2] == 3 && magic[3] == 4) {
                return TorchTable.open(file, floats);
            }
        }
        return new SafetensorsTable(SafetensorsReader.open(file), floats);
    }

    private static TensorTable openShards(Path index, FloatReader floats) throws IOException {
        Map<String, String> shards = shards(index);
        Map<String, TensorTable> open = new LinkedHashMap<>();
        Map<String, TensorTable> owners = new LinkedHashMap<>();
        try {
            for (String shard : new LinkedHashSet<>(shards.values())) {
                Path file = sibling(index, shard);
                if (!Files.exists(file)) {
                    throw new TensorFileException(
                            index + " lists the file " + shard + ", which is not beside it; fetch it, too");
                }
                TensorTable table = openFile(file, floats);
                open.put(shard, table);
                for (String name : table.entries().keySet()) {
                    if (!shard.equals(shards.get(name))) {
                        throw new TensorFileException(file + " holds the tensor '" + name + "', which "
                                + index.getFileName() + " expects in " + shards.getOrDefault(name, "no file"));
                    }
                    owners.put(name, table);
                }
            }
            requireAll(shards, owners.keySet(), index);
        } catch (IOException | RuntimeException e) {
            for (TensorTable table : open.values()) {
                table.close();
            }
            throw e;
        }
        return new JoinedTable(List.copyOf(open.values()), owners);
    }

    private static void requireAll(Map<String, String> shards, Set<String> found, Path index)
            throws TensorFileException {
        for (Map.Entry<String, String> promised : shards.entrySet()) {
            if (!found.contains(promised.getKey())) {
                throw new TensorFileException(index + " expects the tensor '" + promised.getKey() + "' in "
                        + promised.getValue() + ", but it is not there; fetch both files again");
            }
        }
    }

    /** Tensor to file name. */
    private static Map<String, String> shards(Path index) throws IOException {
        JsonNode map = Descriptions.read(index).path("weight_map");
        Map<String, String> shards = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            shards.put(entry.getKey(), entry.getValue().asText());
        }
        if (shards.isEmpty()) {
            throw new TensorFileException(index + " lists no files: it has no weight_map");
        }
        return shards;
    }

    private static Path sibling(Path index, String name) throws TensorFileException {
        if (name.isEmpty()
                || name.contains("/")
                || name.contains("\\")
                || name.equals("..")
                || name.indexOf('\0') >= 0) {
            throw new TensorFileException(
                    index + " lists the file '" + name + "', which leaves the directory; it is not opened");
        }
        return index.resolveSibling(name);
    }
}
