package io.protolab.gpu.tensor;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tensor and the few dozen operations which models, losses and the optimiser need. The class is long because it is a
 * list: every operation of the product is here, and each is one line.
 *
 * <p>An operation returns a new tensor which belongs to the innermost open {@link TensorScope}; operations named
 * {@code …InPlace} change this one and may only be used where nothing is being recorded. Negative axes count from the
 * end. Two tensors combine element by element with NumPy's broadcasting. Not safe for use by several threads at once.
 */
public final class Tensor implements AutoCloseable {
    private final PtNDArray array;

    Tensor(PtNDArray array) {
        this.array = array;
        TensorScope.adopt(this);
    }

    PtNDArray array() {
        return array;
    }

    // Shape and content

    public long[] shape() {
        return array.getShape().getShape();
    }

    /** Number of entries along an axis. */
    public int size(int axis) {
        long[] shape = shape();
        return Math.toIntExact(shape[axis < 0 ? axis + shape.length : axis]);
    }

    public long elementCount() {
        return array.getShape().size();
    }

    public ElementType type() {
        return ElementType.of(array.getDataType());
    }

    /** All values in row-major order; the tensor has to be of 32-bit floats. */
    public float[] toFloats() {
        return read(PtNDArray::toFloatArray);
    }

    /** All values in row-major order, widened. */
    public double[] toDoubles() {
        if (type() == ElementType.F64) {
            return read(PtNDArray::toDoubleArray);
        }
        float[] floats = toFloats();
        double[] doubles = new double[floats.length];
        Arrays.setAll(doubles, i -> floats[i]);
        return doubles;
    }

    /** All values in row-major order; the tensor has to be of 64-bit integers. */
    public long[] toLongs() {
        return read(PtNDArray::toLongArray);
    }

    /** The value of a tensor of one element. */
    public double toDouble() {
        if (elementCount() != 1) {
            throw new IllegalStateException(this + " is not a single number");
        }
        return toDoubles()[0];
    }

    /** All values as bytes in native order. */
    public ByteBuffer toBytes() {
        return read(PtNDArray::toByteBuffer);
    }

    /** True if no value is infinite or not a number. */
    public boolean isFinite() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor difference = subtract(this); // not a number where the value is infinite or none
            return new Tensor(JniUtils.isNaN(difference.array))
                            .to(ElementType.F32)
                            .sum()
                            .toDouble()
                    == 0;
        }
    }

    /** A conversion of the values; gradients do not pass through it. */
    public Tensor to(ElementType type) {
        return new Tensor(JniUtils.to(array, type.engineType(), array.getDevice()));
    }

    /** A copy with memory of its own; gradients do not pass through it. */
    public Tensor copy() {
        return new Tensor((PtNDArray) array.duplicate());
    }

    // Arithmetic

    public Tensor add(Tensor other) {
        return new Tensor(JniUtils.add(array, other.array));
    }

    public Tensor add(double value) {
        return withScalar(value, JniUtils::add);
    }

    public Tensor subtract(Tensor other) {
        return new Tensor(JniUtils.sub(array, other.array));
    }

    public Tensor multiply(Tensor other) {
        return new Tensor(JniUtils.mul(array, other.array));
    }

    public Tensor multiply(double value) {
        return withScalar(value, JniUtils::mul);
    }

    public Tensor divide(Tensor other) {
        return new Tensor(JniUtils.div(array, other.array));
    }

    public Tensor addInPlace(Tensor other) {
        JniUtils.addi(array, other.array);
        return this;
    }

    public Tensor multiplyInPlace(Tensor other) {
        JniUtils.muli(array, other.array);
        return this;
    }

    public Tensor addInPlace(double value) {
        return withScalarInPlace(value, JniUtils::addi);
    }

    public Tensor multiplyInPlace(double value) {
        return withScalarInPlace(value, JniUtils::muli);
    }

    /** Overwrites the values, keeping the memory; both tensors have the same shape and at least one axis. */
    public Tensor assignInPlace(Tensor values) {
        long[] end = shape();
        long[] step = new long[end.length];
        Arrays.fill(step, 1);
        JniUtils.indexSet(array, values.array, new long[end.length], end, step);
        return this;
    }

    public Tensor square() {
        return new Tensor(JniUtils.square(array));
    }

    public Tensor magnitude() {
        return new Tensor(JniUtils.abs(array));
    }

    public Tensor sqrt() {
        return new Tensor(JniUtils.sqrt(array));
    }

    /** The square root, with derivative 0 at 0 as the norm of a zero vector has it in the reference. */
    public Tensor sqrtOrZero() {
        Tensor zeros = isZero();
        return new Tensor(JniUtils.sqrt(add(zeros).array))
                .multiply(zeros.multiply(-1).add(1));
    }

    public Tensor log() {
        return new Tensor(JniUtils.log(array));
    }

    public Tensor tanh() {
        return new Tensor(JniUtils.tanh(array));
    }

    public Tensor relu() {
        return new Tensor(JniUtils.relu(array));
    }

    public Tensor sigmoid() {
        return new Tensor(JniUtils.sigmoid(array));
    }

    /** The exact form with the error function. */
    public Tensor gelu() {
        return new Tensor(JniUtils.gelu(array));
    }

    /**
     * {@code softmax(this·kᵀ / √d + bias)·v} for queries, keys and values [B, heads, T, d]; the fast form, for tokens that nothing
     * is derived by.
     */
    public Tensor attend(Tensor keys, Tensor values, @Nullable Tensor bias) {
        return FusedAttention.of(this, keys, values, bias);
    }

    public Tensor clamp(double low, double high) {
        // the engine's own clip leaves its two bounds behind in memory
        return withScalar(low, JniUtils::max).withScalar(high, JniUtils::min);
    }

    /** 1 where the value exceeds the bound, else 0; no gradient. */
    public Tensor isAbove(double bound) {
        return indicator(bound, JniUtils::gt);
    }

    /** 1 where the value is at least the bound, else 0; no gradient. */
    public Tensor isAtLeast(double bound) {
        return indicator(bound, JniUtils::gte);
    }

    private Tensor isZero() {
        return indicator(0, JniUtils::eq);
    }

    // Along axes

    public Tensor sum(int... axes) {
        return new Tensor(JniUtils.sum(array, Arrays.stream(axes).asLongStream().toArray(), false));
    }

    public Tensor sum() {
        return new Tensor(JniUtils.sum(array));
    }

    public Tensor mean() {
        return new Tensor(JniUtils.mean(array));
    }

    /**
     * The maximum along an axis. Its gradient is shared equally by all entries that attain it; the engine's own maximum
     * would send all of it to one of them.
     */
    public Tensor max(int axis) {
        Tensor greatest = new Tensor(JniUtils.max(array, axis, true));
        if (!JniUtils.requiresGrad(array)) {
            return greatest.squeeze(axis);
        }
        Tensor ties = compared(JniUtils.eq(array, greatest.array));
        Tensor shares = ties.divide(new Tensor(JniUtils.sum(ties.array, new long[] {axis}, true)));
        Tensor shared = multiply(shares).sum(axis);
        // equal to the maximum up to rounding; the constant difference restores it to the last bit
        return shared.add(greatest.squeeze(axis).subtract(shared).detach());
    }

    /** Positions of the maximum along an axis, as 64-bit integers. */
    public Tensor argMax(int axis) {
        return new Tensor(JniUtils.argMax(array, axis, false));
    }

    public Tensor softmax(int axis) {
        return new Tensor(JniUtils.softmax(array, axis, array.getDataType()));
    }

    public Tensor logSoftmax(int axis) {
        return new Tensor(JniUtils.logSoftmax(array, axis, array.getDataType()));
    }

    /** Divides by the Euclidean norm along an axis, by 1e-12 at least. */
    public Tensor normalise(int axis) {
        return new Tensor(JniUtils.normalize(array, 2, axis, 1e-12));
    }

    /** Layer normalisation over the last axis. */
    public Tensor layerNorm(Tensor weight, Tensor bias, double epsilon) {
        return new Tensor(JniUtils.layerNorm(array, new Shape(size(-1)), weight.array, bias.array, epsilon));
    }

    // Products

    public Tensor matmul(Tensor other) {
        return new Tensor(JniUtils.matmul(array, other.array));
    }

    /** {@code x·weightᵀ + bias} on the last axis; weight [out, in]. */
    public Tensor linear(Tensor weight, @Nullable Tensor bias) {
        return new Tensor(JniUtils.linear(array, weight.array, bias == null ? null : bias.array));
    }

    /** Two-dimensional convolution of [B, in, H, W] with a kernel [out, in/groups, h, w]. */
    public Tensor convolve(Tensor kernel, @Nullable Tensor bias, int stride, int padding, int groups) {
        return new Tensor(JniUtils.convolution(
                array,
                kernel.array,
                bias == null ? null : bias.array,
                new Shape(stride, stride),
                new Shape(padding, padding),
                new Shape(1, 1),
                groups));
    }

    // Layout

    public Tensor reshape(long... shape) {
        return new Tensor(JniUtils.reshape(array, shape));
    }

    public Tensor permute(long... axes) {
        return new Tensor(JniUtils.permute(array, axes));
    }

    public Tensor transpose(int first, int second) {
        return new Tensor(JniUtils.transpose(array, first, second));
    }

    /** Entries {@code from … to − 1} along an axis. */
    public Tensor slice(int axis, long from, long to) {
        return new Tensor(JniUtils.slice(array, axis, from, to, 1));
    }

    /** Rows of a matrix, in the order of their positions: 64-bit integers [n]. */
    public Tensor rows(Tensor positions) {
        Tensor everywhere = positions.unsqueeze(1).expand(positions.size(0), size(1));
        return new Tensor(JniUtils.gather(array, everywhere.array, 0));
    }

    public Tensor squeeze(int axis) {
        return new Tensor(JniUtils.squeeze(array, axis));
    }

    public Tensor unsqueeze(int axis) {
        return new Tensor(JniUtils.unsqueeze(array, axis));
    }

    /** Repeats axes of size 1 up to the shape given, without copying. */
    public Tensor expand(long... shape) {
        return new Tensor(JniUtils.broadcast(array, new Shape(shape)));
    }

    /** Zeros around the last two axes. */
    public Tensor padImage(int width) {
        return new Tensor(JniUtils.pad(array, new long[] {width, width, width, width}, 0));
    }

    // Differentiation

    /** Makes this a parameter: recorded operations on it lead to a {@link #gradient()}. */
    public Tensor requireGradient() {
        JniUtils.attachGradient(array, true);
        return this;
    }

    /** What the last backward passes added up, or empty if none reached this parameter. */
    public Optional<Tensor> gradient() {
        return Optional.ofNullable(JniUtils.getGradient(array)).map(Tensor::new);
    }

    public void clearGradient() {
        JniUtils.zeroGrad(array);
    }

    /** The same values as constants. */
    public Tensor detach() {
        return new Tensor(JniUtils.detachGradient(array));
    }

    /** Frees the memory now instead of at the end of its scope. */
    @Override
    public void close() {
        TensorScope.forget(this);
        array.close();
    }

    @Override
    public String toString() {
        return type() + Arrays.toString(shape());
    }

    /** Reads a contiguous copy in main memory; asked directly, the engine would make one and leave it behind. */
    private <T> T read(Function<PtNDArray, T> content) {
        try (PtNDArray flat = JniUtils.flatten(array, 0, -1);
                PtNDArray local = JniUtils.to(flat, flat.getDataType(), Device.cpu())) {
            return content.apply(local);
        }
    }

    private Tensor withScalar(double value, BinaryOperator<PtNDArray> operation) {
        try (PtNDArray scalar = scalar(value)) {
            return new Tensor(operation.apply(array, scalar));
        }
    }

    private Tensor withScalarInPlace(double value, BiConsumer<PtNDArray, PtNDArray> operation) {
        try (PtNDArray scalar = scalar(value)) {
            operation.accept(array, scalar);
            return this;
        }
    }

    private Tensor indicator(double bound, BinaryOperator<PtNDArray> comparison) {
        try (PtNDArray scalar = scalar(bound)) {
            return compared(comparison.apply(array, scalar));
        }
    }

    private Tensor compared(PtNDArray truth) {
        try (truth) {
            return new Tensor(JniUtils.to(truth, array.getDataType(), array.getDevice()));
        }
    }

    private PtNDArray scalar(double value) {
        return JniUtils.full(
                TorchEngine.running().memory(),
                new Shape(),
                value,
                array.getDataType(),
                array.getDevice(),
                SparseFormat.DENSE);
    }
}
