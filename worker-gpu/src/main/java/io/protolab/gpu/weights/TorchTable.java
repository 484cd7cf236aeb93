package io.protolab.gpu.weights;

import io.protolab.gpu.tensor.FloatReader;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorEntry;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.gpu.tensor.Tensors;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a file that {@code torch.save} wrote: a zip with a pickle that describes them and an entry per storage.
 *
 * @param root before the names of all entries
 */
record TorchTable(Path file, ZipFile zip, String root, Map<String, TorchNames.Stored> tensors, FloatReader floats)
        implements TensorTable {
    private static final String PICKLE = "/data.pkl";
    private static final long MOST_PICKLE_BYTES = 64L << 20;
    private static final int CHUNK = 1 << 16;
    private static final double GREATEST_PROPORTION = 4;
    private static final long MOST_UNSTORED_BYTES = 1 << 20;

    /** Where training programs keep the state dictionary among other things. */
    private static final List<String> USUAL_PLACES = List.of("model", "state_dict", "model_state_dict", "teacher");

    static TorchTable open(Path file, FloatReader floats) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new TensorFileException(file + " is not a whole zip archive: fetch it again", e);
        }
        try {
            ZipEntry pickle = zip.stream()
                    .filter(entry -> entry.getName().endsWith(PICKLE))
                    .findFirst()
                    .orElseThrow(() -> new TensorFileException(file + " is a zip archive, but not one of torch.save"));
            String root = pickle.getName().substring(0, pickle.getName().length() - PICKLE.length());
            requireLittleEndian(zip, root, file);
            if (zip.getEntry(root + "/constants.pkl") != null) {
                throw new TensorFileException(
                        file
                                + " is a TorchScript program and not a state dictionary: loading it would run it. Give the model's safetensors file, or state that the program is trusted");
            }
            Object content = Pickle.read(bytes(zip, pickle, file), file.toString());
            TorchTable table = new TorchTable(file, zip, root, stateDictionary(content, file), floats);
            table.requireStorages();
            table.requireProportion();
            return table;
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static void requireLittleEndian(ZipFile zip, String root, Path file) throws IOException {
        ZipEntry order = zip.getEntry(root + "/byteorder");
        if (order != null) {
            try (InputStream text = zip.getInputStream(order)) {
                if (!new String(text.readNBytes(16), StandardCharsets.US_ASCII).equals("little")) {
                    throw new TensorFileException(
                            file + " was written on a big-endian machine; convert it to safetensors");
                }
            }
        }
    }

    private static byte[] bytes(ZipFile zip, ZipEntry pickle, Path file) throws IOException {
        try (InputStream content = zip.getInputStream(pickle)) {
            byte[] bytes = content.readNBytes((int) MOST_PICKLE_BYTES + 1);
            if (bytes.length > MOST_PICKLE_BYTES) {
                throw new TensorFileException(file + " holds a pickle of more than " + MOST_PICKLE_BYTES
                        + " bytes, too many for a state dictionary");
            }
            return bytes;
        }
    }

    /** The dictionary itself, or the one of its values that holds tensors. */
    private static Map<String, TorchNames.Stored> stateDictionary(Object content, Path file)
            throws TensorFileException {
        Map<String, TorchNames.Stored> direct = tensors(content);
        if (!direct.isEmpty() || !(content instanceof Map<?, ?> outer)) {
            return requireTensors(direct, file);
        }
        Map<String, Map<String, TorchNames.Stored>> inner = new LinkedHashMap<>();
        outer.forEach((name, value) -> {
            if (!tensors(value).isEmpty()) {
                inner.put(name.toString(), tensors(value));
            }
        });
        for (String place : USUAL_PLACES) {
            if (inner.containsKey(place)) {
                return inner.get(place);
            }
        }
        if (inner.size() > 1) {
            throw new TensorFileException(file + " holds several models: " + inner.keySet()
                    + "; save the one that is wanted as a file of its own");
        }
        return requireTensors(inner.values().stream().findFirst().orElse(direct), file);
    }

    private static Map<String, TorchNames.Stored> requireTensors(Map<String, TorchNames.Stored> tensors, Path file)
            throws TensorFileException {
        if (tensors.isEmpty()) {
            throw new TensorFileException(file + " holds no state dictionary: there are no named tensors in it");
        }
        return tensors;
    }

    private static Map<String, TorchNames.Stored> tensors(Object value) {
        Map<String, TorchNames.Stored> tensors = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, item) -> {
                if (item instanceof TorchNames.Stored tensor) {
                    tensors.put(name.toString(), tensor);
                }
            });
        }
        return tensors;
    }

    private void requireStorages() throws TensorFileException {
        for (Map.Entry<String, TorchNames.Stored> tensor : tensors.entrySet()) {
            TorchNames.Stored stored = tensor.getValue();
            ZipEntry entry = entry(stored);
            long bytes = Math.multiplyExact(stored.count(), (long) stored.type().byteCount());
            if (entry == null || entry.getSize() != bytes) {
                throw new TensorFileException(file + " has " + (entry == null ? "no" : entry.getSize())
                        + " bytes of tensor '" + tensor.getKey() + "', whose storage should have " + bytes
                        + "; fetch it again");
            }
        }
    }

    /** A compressed entry, or a view that repeats a value, would make a large model of a small file. */
    private void requireProportion() throws IOException {
        double bytes = 0;
        for (TorchNames.Stored tensor : tensors.values()) {
            bytes += Arrays.stream(tensor.shape())
                    .asDoubleStream()
                    .reduce(tensor.type().byteCount(), (product, size) -> product * size);
        }
        long fileBytes = Files.size(file);
        if (bytes > MOST_UNSTORED_BYTES + GREATEST_PROPORTION * fileBytes) {
            throw new TensorFileException(String.format(
                    Locale.ROOT,
                    "%s has %d bytes and describes tensors of %.0f: their values are compressed or repeated; save them as they are",
                    file,
                    fileBytes,
                    bytes));
        }
    }

    private @Nullable ZipEntry entry(TorchNames.Stored tensor) {
        return zip.getEntry(root + "/data/" + tensor.storage());
    }

    @Override
    public Map<String, TensorEntry> entries() {
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> entries.put(name, new TensorEntry(tensor.type(), tensor.shape())));
        return entries;
    }

    @Override
    public Tensor read(String name) throws IOException {
        TorchNames.Stored tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("There is no tensor '" + name + "' in " + file);
        }
        if (tensor.isContiguous()) {
            return floats.read(tensor.type(), tensor.shape(), target -> fill(target, tensor));
        }
        float[] values;
        try (Tensor line = floats.read(tensor.type(), new long[] {tensor.extent()}, target -> fill(target, tensor))) {
            values = line.toFloats();
        }
        return Tensors.of(gathered(values, tensor), tensor.shape());
    }

    private static float[] gathered(float[] values, TorchNames.Stored tensor) {
        long[] shape = tensor.shape();
        float[] result = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        for (int i = 0; i < result.length; i++) {
            long rest = i;
            long position = 0;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                position += rest % shape[axis] * tensor.stride()[axis];
                rest /= shape[axis];
            }
            result[i] = values[(int) position];
        }
        return result;
    }

    private void fill(ByteBuffer target, TorchNames.Stored tensor) throws IOException {
        ZipEntry entry = Objects.requireNonNull(entry(tensor), tensor.storage());
        boolean whole = target.remaining() == entry.getSize();
        CRC32 checksum = new CRC32();
        byte[] chunk = new byte[CHUNK];
        try (InputStream content = zip.getInputStream(entry)) {
            content.skipNBytes(tensor.offset() * tensor.type().byteCount());
            while (target.hasRemaining()) {
                int count = content.read(chunk, 0, Math.min(chunk.length, target.remaining()));
                if (count < 0) {
                    throw new EOFException(file + " ended within entry " + tensor.storage());
                }
                target.put(chunk, 0, count);
                checksum.update(chunk, 0, count);
            }
            // The JDK compares no checksum of an entry that is not compressed; PyTorch may have left it 0.
            if (whole && entry.getCrc() != 0 && checksum.getValue() != entry.getCrc()) {
                throw new ZipException("its checksum differs");
            }
        } catch (ZipException e) {
            throw new TensorFileException(file + " is damaged in entry " + tensor.storage() + ": fetch it again", e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
