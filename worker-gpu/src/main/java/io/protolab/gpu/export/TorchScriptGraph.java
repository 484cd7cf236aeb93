package io.protolab.gpu.export;

import io.protolab.gpu.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A graph as the source of a TorchScript module: one statement per operation, weights as buffers of the module. */
final class TorchScriptGraph implements GraphWriter {
    private static final double SHORTEST = 1e-12;

    private final Map<String, Tensor> buffers = new LinkedHashMap<>();
    private final List<String> arguments = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();

    /** The module's buffers by name. */
    Map<String, Tensor> buffers() {
        return Collections.unmodifiableMap(buffers);
    }

    /** Names of the outputs, in order. */
    List<String> outputs() {
        return List.copyOf(outputs);
    }

    /** The source of the module's class; its {@code forward} returns the outputs as a tuple. */
    String source(String className) {
        StringBuilder source = new StringBuilder("class " + className + "(Module):\n  __parameters__ = []\n");
        source.append(buffers.keySet().stream()
                .map(name -> '"' + name + "\", ")
                .collect(Collectors.joining("", "  __buffers__ = [", "]\n  training : bool\n")));
        buffers.keySet().forEach(name -> source.append("  ").append(name).append(" : Tensor\n"));
        source.append("  def forward(self: __torch__.").append(className);
        arguments.forEach(name -> source.append(",\n    ").append(name).append(": Tensor"));
        source.append(") -> Tuple[")
                .append(String.join(", ", Collections.nCopies(outputs.size(), "Tensor")))
                .append("]:\n");
        statements.forEach(statement -> source.append("    ").append(statement).append('\n'));
        return source.append("    return (")
                .append(String.join(", ", outputs))
                .append(",)\n") // the comma makes a tuple of a single one, too
                .toString();
    }

    @Override
    public Value input(String name, long... sizes) {
        arguments.add(name);
        return new Value(name);
    }

    @Override
    public Value weight(Weight weight) {
        return new Value(stored(weight));
    }

    private String stored(Weight weight) {
        String name = weight.name().replace('.', '_');
        buffers.put(name, weight.values());
        return "self." + name;
    }

    private String storedOrNone(@Nullable Weight weight) {
        return weight == null ? "None" : stored(weight);
    }

    /** A statement that calls an operator of PyTorch and names its result. */
    private Value call(String operator, Object... arguments) {
        Value result = new Value("v" + statements.size());
        statements.add(result.name() + " = torch." + operator
                + Arrays.stream(arguments)
                        .map(argument -> argument instanceof Value value ? value.name() : argument.toString())
                        .collect(Collectors.joining(", ", "(", ")")));
        return result;
    }

    private static String list(long... numbers) {
        return Arrays.toString(numbers);
    }

    @Override
    public Value perImage(Weight weight, Value like) {
        return call("expand", stored(weight), "[torch.size(" + like.name() + ", 0), -1, -1]");
    }

    @Override
    public Value linear(Value x, Weight weight, @Nullable Weight bias) {
        return call("linear", x, stored(weight), storedOrNone(bias));
    }

    @Override
    public Value convolve(Value x, Weight kernel, @Nullable Weight bias, int stride, int padding, int groups) {
        String dilation = list(1, 1);
        return call(
                "conv2d",
                x,
                stored(kernel),
                storedOrNone(bias),
                list(stride, stride),
                list(padding, padding),
                dilation,
                groups);
    }

    @Override
    public Value layerNorm(Value x, Weight weight, Weight bias, double epsilon) {
        return call("layer_norm", x, list(weight.values().shape()), stored(weight), stored(bias), epsilon);
    }

    @Override
    public Value attention(Value q, Value k, Value v, @Nullable Weight bias, int headDim) {
        return call("scaled_dot_product_attention", q, k, v, storedOrNone(bias));
    }

    @Override
    public Value add(Value a, Value b) {
        return call("add", a, b);
    }

    @Override
    public Value subtract(Value a, Value b) {
        return call("sub", a, b);
    }

    @Override
    public Value multiply(Value a, Value b) {
        return call("mul", a, b);
    }

    @Override
    public Value multiply(Value x, double factor) {
        return call("mul", x, factor);
    }

    @Override
    public Value relu(Value x) {
        return call("relu", x);
    }

    @Override
    public Value gelu(Value x) {
        return call("gelu", x);
    }

    @Override
    public Value geluTanh(Value x) {
        return call("gelu", x, "approximate=\"tanh\"");
    }

    @Override
    public Value sigmoid(Value x) {
        return call("sigmoid", x);
    }

    @Override
    public Value softmax(Value x) {
        return call("softmax", x, -1);
    }

    @Override
    public Value normalise(Value x, int axis) {
        Value length = call("norm", x, 2, list(axis), "True");
        return call("div", x, call("clamp_min", length, SHORTEST));
    }

    @Override
    public Value isAtLeast(Value x, double bound) {
        return call("to", call("ge", x, bound), x);
    }

    @Override
    public Value max(Value x, int axis) {
        return call("amax", x, list(axis));
    }

    @Override
    public Value sum(Value x, int axis) {
        return call("sum", x, list(axis));
    }

    @Override
    public Value reshape(Value x, long... sizes) {
        return call(
                "reshape",
                x,
                list(LongStream.concat(LongStream.of(-1), Arrays.stream(sizes)).toArray()));
    }

    @Override
    public Value permute(Value x, int... axes) {
        return call("permute", x, Arrays.toString(axes));
    }

    @Override
    public Value slice(Value x, int axis, long from, long to) {
        return call("slice", x, axis, from, to);
    }

    @Override
    public Value concatenate(int axis, Value... parts) {
        return call("cat", Arrays.stream(parts).map(Value::name).toList(), axis);
    }

    @Override
    public void output(String name, Value value, long... sizes) {
        statements.add(name + " = " + value.name());
        outputs.add(name);
    }
}
