package io.protolab.gpu.weights;

import io.protolab.gpu.tensor.TensorFileException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pickle of a state dictionary: maps, lists, texts, numbers, and tensors as PyTorch describes them. A pickle is a
 * program that may call any function; this reader has no functions. It knows four names, each of which only makes a value,
 * and refuses every other name and every instruction that a state dictionary does not need.
 *
 * <p>Nothing grows beyond the length of the pickle, and nothing recurses. {@code pickletools} of Python documents the
 * instructions; protocols 2 to 5 are read.
 */
final class Pickle {
    /** A name the pickle refers to; only names of {@link TorchNames} come to exist. */
    record Global(String name) {}

    /** A reference to bytes outside the pickle, by what identifies them. */
    record External(List<Object> id) {}

    private static final Object MARK = new Object();

    /** What stands for Python's None. */
    static final Object NONE = new Object();

    private final ByteBuffer code;
    private final String source;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private Pickle(byte[] code, String source) {
        this.code = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
        this.source = source;
    }

    /**
     * The value a pickle describes.
     *
     * @throws TensorFileException if it asks for anything but data
     */
    static Object read(byte[] code, String source) throws TensorFileException {
        Pickle pickle = new Pickle(code, source);
        try {
            return pickle.run();
        } catch (BufferUnderflowException
                | NoSuchElementException
                | ClassCastException
                | ArithmeticException
                | IllegalArgumentException e) {
            throw new TensorFileException(source + " holds a damaged pickle, at byte " + pickle.code.position(), e);
        }
    }

    private Object run() throws TensorFileException {
        while (true) {
            int instruction = code.get() & 0xFF;
            if (instruction == '.') {
                return stack.pop();
            }
            step(instruction);
        }
    }

    private void step(int instruction) throws TensorFileException {
        switch (instruction) {
            case 0x80 -> code.get(); // protocol
            case 0x95 -> code.getLong(); // frame
            case '(' -> stack.push(MARK);
            case '0' -> stack.pop();
            case 'N' -> stack.push(NONE);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'K' -> stack.push((long) (code.get() & 0xFF));
            case 'M' -> stack.push((long) (code.getShort() & 0xFFFF));
            case 'J' -> stack.push((long) code.getInt());
            case 0x8A -> stack.push(integer(code.get() & 0xFF));
            case 'G' -> stack.push(Double.longBitsToDouble(Long.reverseBytes(code.getLong())));
            case 'X' -> stack.push(text(code.getInt()));
            case 0x8C -> stack.push(text(code.get() & 0xFF));
            case '}' -> stack.push(new LinkedHashMap<>());
            case ']' -> stack.push(new ArrayList<>());
            case ')' -> stack.push(List.of());
            case 0x85 -> tuple(1);
            case 0x86 -> tuple(2);
            case 0x87 -> tuple(3);
            case 't' -> stack.push(Collections.unmodifiableList(sinceMark()));
            case 'q' -> memo.put(code.get() & 0xFF, stack.element());
            case 'r' -> memo.put(code.getInt(), stack.element());
            case 0x94 -> memo.put(memo.size(), stack.element());
            case 'h' -> stack.push(remembered(code.get() & 0xFF));
            case 'j' -> stack.push(remembered(code.getInt()));
            case 'a' -> append(List.of(stack.pop()));
            case 'e' -> append(sinceMark());
            case 's' -> {
                Object value = stack.pop();
                put(List.of(stack.pop(), value));
            }
            case 'u' -> put(sinceMark());
            case 'c' -> stack.push(global(line(), line()));
            case 0x93 -> {
                String name = (String) stack.pop();
                stack.push(global((String) stack.pop(), name));
            }
            case 'Q' -> stack.push(new External(list(stack.pop())));
            case 'R' -> {
                List<Object> arguments = list(stack.pop());
                stack.push(TorchNames.value((Global) stack.pop(), arguments, source));
            }
            case 'b' -> attributes(stack.pop());
            default ->
                throw new TensorFileException(source + " holds a pickle with the instruction 0x"
                        + Integer.toHexString(instruction)
                        + ", which no tensor needs; nothing of it was executed: convert it to safetensors");
        }
    }

    private Global global(String module, String name) throws TensorFileException {
        String full = module + "." + name;
        if (!TorchNames.isKnown(full)) {
            throw new TensorFileException(
                    source + " holds a pickle that asks for '" + full
                            + "', which is no tensor; nothing of it was executed: convert it to safetensors where you trust it");
        }
        return new Global(full);
    }

    /** State dictionaries carry versions of modules as attributes, which are of no use here. */
    private void attributes(Object state) throws TensorFileException {
        if (!(stack.element() instanceof Map) || !(state instanceof Map)) {
            throw new TensorFileException(source + " holds a pickle that sets attributes of something other than a"
                    + " dictionary; nothing of it was executed: convert it to safetensors");
        }
    }

    private void tuple(int size) {
        Object[] items = new Object[size];
        for (int i = size - 1; i >= 0; i--) {
            items[i] = stack.pop();
        }
        stack.push(List.of(items));
    }

    private List<Object> sinceMark() {
        List<Object> items = new ArrayList<>();
        for (Object item = stack.pop(); item != MARK; item = stack.pop()) {
            items.add(item);
        }
        Collections.reverse(items);
        return items;
    }

    private void append(List<Object> items) {
        @SuppressWarnings("unchecked")
        List<Object> target = (List<Object>) stack.element();
        if (!(target instanceof ArrayList)) {
            throw new IllegalArgumentException("a tuple cannot grow");
        }
        target.addAll(items);
    }

    private void put(List<Object> pairs) {
        @SuppressWarnings("unchecked")
        Map<Object, Object> target = (Map<Object, Object>) stack.element();
        for (int i = 0; i < pairs.size(); i += 2) {
            Object key = pairs.get(i);
            if (key instanceof String
                    || key instanceof Long) { // of others nothing is wanted, and their hashes may run away
                target.put(key, pairs.get(i + 1));
            }
        }
    }

    private Object remembered(int index) {
        @Nullable Object value = memo.get(index);
        if (value == null) {
            throw new IllegalArgumentException("nothing was remembered as " + index);
        }
        return value;
    }

    private Long integer(int byteCount) {
        byte[] bytes = bytes(byteCount);
        for (int i = 0; i < byteCount / 2; i++) {
            byte swapped = bytes[i];
            bytes[i] = bytes[byteCount - 1 - i];
            bytes[byteCount - 1 - i] = swapped;
        }
        return byteCount == 0 ? 0L : new BigInteger(bytes).longValueExact();
    }

    private String text(int byteCount) {
        return new String(bytes(byteCount), StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (byte next = code.get(); next != '\n'; next = code.get()) {
            line.append((char) (next & 0xFF));
        }
        return line.toString();
    }

    private byte[] bytes(int count) {
        if (count < 0 || count > code.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[count];
        code.get(bytes);
        return bytes;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }
}
