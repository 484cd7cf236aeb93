package io.protolab.gpu.tensor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The few opcodes of Python's pickle format, protocol 2, that an object of a TorchScript class needs: its attributes are tensors, whose
 * values are named by a persistent id and lie in files of their own.
 */
final class ModulePickle {
    private static final int PROTOCOL = 0x80;
    private static final int NEW_OBJECT = 0x81;
    private static final int FALSE = 0x89;
    private static final int LONG1 = 0x8a;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private ModulePickle() {
        out.write(PROTOCOL);
        out.write(2);
    }

    /** An empty tuple: a module without constants. */
    static byte[] emptyTuple() {
        ModulePickle pickle = new ModulePickle();
        pickle.opcodes(").");
        return pickle.out.toByteArray();
    }

    /** An object whose attributes are float tensors; the values of the n-th are in the file {@code data/n}. */
    static byte[] module(String className, Map<String, Tensor> attributes) {
        ModulePickle pickle = new ModulePickle();
        pickle.global("__torch__", className);
        pickle.opcodes(")");
        pickle.out.write(NEW_OBJECT);
        pickle.opcodes("}("); // a dictionary and its items
        pickle.text("training");
        pickle.out.write(FALSE);
        int key = 0;
        for (Map.Entry<String, Tensor> attribute : attributes.entrySet()) {
            pickle.text(attribute.getKey());
            pickle.tensor(attribute.getValue(), key++);
        }
        pickle.opcodes("ub."); // set the items, build the object, stop
        return pickle.out.toByteArray();
    }

    /** {@code _rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict())}. */
    private void tensor(Tensor tensor, int key) {
        global("torch._utils", "_rebuild_tensor_v2");
        opcodes("((");
        text("storage");
        global("torch", "FloatStorage");
        text(Integer.toString(key));
        text("cpu");
        number(tensor.elementCount());
        opcodes("tQ"); // the tuple is a persistent id
        number(0);
        numbers(tensor.shape());
        numbers(strides(tensor.shape()));
        out.write(FALSE);
        global("collections", "OrderedDict");
        opcodes(")RtR"); // call it without arguments, then the whole with its tuple
    }

    /** Of row-major order. */
    private static long[] strides(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return strides;
    }

    private void opcodes(String characters) {
        out.writeBytes(characters.getBytes(StandardCharsets.US_ASCII));
    }

    private void global(String module, String name) {
        opcodes("c" + module + "\n" + name + "\n");
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        opcodes("X");
        out.writeBytes(littleEndian(Integer.BYTES).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private void numbers(long[] values) {
        opcodes("(");
        for (long value : values) {
            number(value);
        }
        opcodes("t");
    }

    private void number(long value) {
        if (value == (int) value) {
            opcodes("J");
            out.writeBytes(littleEndian(Integer.BYTES).putInt((int) value).array());
        } else {
            out.write(LONG1);
            out.write(Long.BYTES);
            out.writeBytes(littleEndian(Long.BYTES).putLong(value).array());
        }
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
