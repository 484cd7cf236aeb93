package io.protolab.gpu.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.protolab.gpu.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A graph in ONNX operators of {@link #OPSET}, the first with layer normalisation and so the one that most runtimes know. Operators of
 * later sets are spelled out in the way that runtimes recognise and fuse.
 */
final class OnnxGraph implements GraphWriter {
    static final int OPSET = 17;

    private static final float SHORTEST = 1e-12f;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("protosvit");
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Map<String, TensorProto> constants = new LinkedHashMap<>();

    /** Nodes, inputs, outputs and small constants; without the weights. */
    GraphProto proto() {
        return graph.clone().addAllInitializer(constants.values()).build();
    }

    /** The weights by the name of their initializer, in the layout that the nodes expect. */
    Map<String, Tensor> weights() {
        return Collections.unmodifiableMap(weights);
    }

    @Override
    public Value input(String name, long... sizes) {
        graph.addInput(OnnxTypes.batchOfFloats(name, sizes));
        return new Value(name);
    }

    @Override
    public void output(String name, Value value, long... sizes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(name)
                .addInput(value.name())
                .addOutput(name));
        graph.addOutput(OnnxTypes.batchOfFloats(name, sizes));
    }

    @Override
    public Value weight(Weight weight) {
        weights.put(weight.name(), weight.values());
        return new Value(weight.name());
    }

    private Value constant(float value) {
        String name = "float_" + value;
        constants.computeIfAbsent(name, key -> OnnxTypes.scalar(key, value));
        return new Value(name);
    }

    private Value vector(long... values) {
        String name =
                "int64_" + Arrays.toString(values).replaceAll("[\\[\\]]", "").replace(", ", "_");
        constants.computeIfAbsent(name, key -> OnnxTypes.vector(key, values));
        return new Value(name);
    }

    private Value node(String operator, List<Value> inputs, AttributeProto... attributes) {
        String name = operator + "_" + graph.getNodeCount();
        NodeProto.Builder node =
                NodeProto.newBuilder().setOpType(operator).setName(name).addOutput(name);
        inputs.forEach(input -> node.addInput(input.name()));
        graph.addNode(node.addAllAttribute(Arrays.asList(attributes)));
        return new Value(name);
    }

    @Override
    public Value perImage(Weight weight, Value like) {
        Value images = node("Shape", List.of(like), OnnxTypes.number("start", 0), OnnxTypes.number("end", 1));
        long[] sizes = weight.values().shape();
        Value rest = vector(Arrays.copyOfRange(sizes, 1, sizes.length));
        Value shape = node("Concat", List.of(images, rest), OnnxTypes.number("axis", 0));
        return node("Expand", List.of(weight(weight), shape));
    }

    /** A matrix product takes [in, out]. */
    @Override
    public Value linear(Value x, Weight weight, @Nullable Weight bias) {
        Value transposed = weight(new Weight(weight.name(), weight.values().transpose(0, 1)));
        Value product = node("MatMul", List.of(x, transposed));
        return bias == null ? product : add(product, weight(bias));
    }

    @Override
    public Value convolve(Value x, Weight kernel, @Nullable Weight bias, int stride, int padding, int groups) {
        List<Value> inputs = bias == null ? List.of(x, weight(kernel)) : List.of(x, weight(kernel), weight(bias));
        return node(
                "Conv",
                inputs,
                OnnxTypes.numbers(
                        "kernel_shape", kernel.values().size(2), kernel.values().size(3)),
                OnnxTypes.numbers("strides", stride, stride),
                OnnxTypes.numbers("pads", padding, padding, padding, padding),
                OnnxTypes.number("group", groups));
    }

    @Override
    public Value layerNorm(Value x, Weight weight, Weight bias, double epsilon) {
        return node(
                "LayerNormalization",
                List.of(x, weight(weight), weight(bias)),
                OnnxTypes.number("axis", -1),
                OnnxTypes.real("epsilon", (float) epsilon));
    }

    @Override
    public Value attention(Value q, Value k, Value v, @Nullable Weight bias, int headDim) {
        Value scaled = multiply(q, 1 / Math.sqrt(headDim));
        Value products = node("MatMul", List.of(scaled, permute(k, 0, 1, 3, 2))); // [B, heads, T, T]
        Value shares = softmax(bias == null ? products : add(products, weight(bias)));
        return node("MatMul", List.of(shares, v));
    }

    @Override
    public Value add(Value a, Value b) {
        return node("Add", List.of(a, b));
    }

    @Override
    public Value subtract(Value a, Value b) {
        return node("Sub", List.of(a, b));
    }

    @Override
    public Value multiply(Value a, Value b) {
        return node("Mul", List.of(a, b));
    }

    @Override
    public Value multiply(Value x, double factor) {
        return multiply(x, constant((float) factor));
    }

    @Override
    public Value relu(Value x) {
        return node("Relu", List.of(x));
    }

    @Override
    public Value gelu(Value x) {
        Value erf = node("Erf", List.of(node("Div", List.of(x, constant((float) Math.sqrt(2))))));
        return multiply(multiply(x, add(erf, constant(1f))), 0.5);
    }

    /** {@code x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))}. */
    @Override
    public Value geluTanh(Value x) {
        Value cube = node("Pow", List.of(x, constant(3f)));
        Value inner = multiply(add(x, multiply(cube, 0.044715)), Math.sqrt(2 / Math.PI));
        return multiply(multiply(x, add(node("Tanh", List.of(inner)), constant(1f))), 0.5);
    }

    @Override
    public Value sigmoid(Value x) {
        return node("Sigmoid", List.of(x));
    }

    @Override
    public Value softmax(Value x) {
        return node("Softmax", List.of(x), OnnxTypes.number("axis", -1));
    }

    @Override
    public Value normalise(Value x, int axis) {
        Value length = node("ReduceL2", List.of(x), OnnxTypes.numbers("axes", axis), OnnxTypes.number("keepdims", 1));
        return node("Div", List.of(x, node("Max", List.of(length, constant(SHORTEST)))));
    }

    @Override
    public Value isAtLeast(Value x, double bound) {
        Value truth = node("GreaterOrEqual", List.of(x, constant((float) bound)));
        return node("Cast", List.of(truth), OnnxTypes.number("to", TensorProto.DataType.FLOAT_VALUE));
    }

    @Override
    public Value max(Value x, int axis) {
        return node("ReduceMax", List.of(x), OnnxTypes.numbers("axes", axis), OnnxTypes.number("keepdims", 0));
    }

    @Override
    public Value sum(Value x, int axis) {
        return node("ReduceSum", List.of(x, vector(axis)), OnnxTypes.number("keepdims", 0));
    }

    /** A size of 0 keeps that of the input. */
    @Override
    public Value reshape(Value x, long... sizes) {
        long[] shape = LongStream.concat(LongStream.of(0), Arrays.stream(sizes)).toArray();
        return node("Reshape", List.of(x, vector(shape)));
    }

    @Override
    public Value permute(Value x, int... axes) {
        return node(
                "Transpose",
                List.of(x),
                OnnxTypes.numbers("perm", Arrays.stream(axes).asLongStream().toArray()));
    }

    @Override
    public Value slice(Value x, int axis, long from, long to) {
        return node("Slice", List.of(x, vector(from), vector(to), vector(axis)));
    }

    @Override
    public Value concatenate(int axis, Value... parts) {
        return node("Concat", List.of(parts), OnnxTypes.number("axis", axis));
    }
}
