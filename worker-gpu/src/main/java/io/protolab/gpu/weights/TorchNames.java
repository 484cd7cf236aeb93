package io.protolab.gpu.weights;

import io.protolab.gpu.tensor.ElementType;
import io.protolab.gpu.tensor.TensorFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names in a state dictionary's pickle, and the values that they make. */
final class TorchNames {
    private static final String MAP = "collections.OrderedDict";
    private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";

    private static final int MOST_AXES = 64;

    private static final Map<String, ElementType> STORAGES = Map.of(
            "torch.FloatStorage", ElementType.F32,
            "torch.DoubleStorage", ElementType.F64,
            "torch.HalfStorage", ElementType.F16,
            "torch.BFloat16Storage", ElementType.BF16,
            "torch.LongStorage", ElementType.I64);

    private TorchNames() {}

    static boolean isKnown(String name) {
        return name.equals(MAP) || name.equals(TENSOR) || name.equals(PARAMETER) || STORAGES.containsKey(name);
    }

    /**
     * A tensor's place in the archive.
     *
     * @param storage name of the entry that holds its values
     * @param count values in the entry
     * @param offset of the first value
     * @param stride values between neighbours, per axis
     */
    record Stored(ElementType type, String storage, long count, long offset, long[] shape, long[] stride) {
        /** Whether the values lie one after the other, in row-major order. */
        boolean isContiguous() {
            long expected = 1;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                if (shape[axis] != 1 && stride[axis] != expected) {
                    return false;
                }
                expected *= shape[axis];
            }
            return true;
        }

        /** Values from the first to the last. */
        long extent() {
            long last = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                if (shape[axis] == 0) {
                    return 0;
                }
                last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, stride[axis]));
            }
            return last + 1;
        }
    }

    /** What a name makes of its arguments. */
    static Object value(Pickle.Global name, List<Object> arguments, String source) throws TensorFileException {
        if (name.name().equals(MAP) && arguments.isEmpty()) {
            return new LinkedHashMap<>();
        }
        if (name.name().equals(PARAMETER) && !arguments.isEmpty() && arguments.get(0) instanceof Stored) {
            return arguments.get(0);
        }
        if (name.name().equals(TENSOR)
                && arguments.size() >= 4
                && arguments.get(0) instanceof Pickle.External external) {
            return stored(external.id(), arguments);
        }
        throw new TensorFileException(source + " holds a pickle that calls '" + name.name()
                + "' in a way no state dictionary does; nothing of it was executed: convert it to safetensors");
    }

    /** The identity of a storage is ("storage", type, key, device, number of values). */
    private static Stored stored(List<Object> id, List<Object> arguments) {
        ElementType type = STORAGES.get(((Pickle.Global) id.get(1)).name());
        if (type == null || !id.get(0).equals("storage")) {
            throw new IllegalArgumentException("no storage of a known type");
        }
        Stored tensor = new Stored(
                type,
                (String) id.get(2),
                (Long) id.get(4),
                (Long) arguments.get(1),
                sizes(arguments.get(2)),
                sizes(arguments.get(3)));
        try {
            if (tensor.shape().length != tensor.stride().length
                    || tensor.offset() < 0
                    || Math.addExact(tensor.offset(), tensor.extent()) > tensor.count()) {
                throw new IllegalArgumentException("a tensor leaves its storage");
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a tensor is too large to count", e);
        }
        return tensor;
    }

    private static long[] sizes(Object tuple) {
        List<?> axes = (List<?>) tuple;
        if (axes.size() > MOST_AXES) { // many tensors may refer to one endless list
            throw new IllegalArgumentException("a tensor has " + axes.size() + " axes");
        }
        long[] sizes = axes.stream().mapToLong(size -> (Long) size).toArray();
        for (long size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException("a size is negative");
            }
        }
        return sizes;
    }
}
