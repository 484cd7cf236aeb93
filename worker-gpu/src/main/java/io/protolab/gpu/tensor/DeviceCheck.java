package io.protolab.gpu.tensor;

/** A small computation whose result is known, to be done before a device is trusted with work. */
public final class DeviceCheck {
    private static final int SIZE = 96;

    private DeviceCheck() {}

    /**
     * Multiplies two matrices of small whole numbers on the engine's device; 32-bit floats hold the product exactly.
     *
     * @throws IllegalStateException if the device does not compute, or computes something else
     */
    public static void run() {
        String device = TorchEngine.running().deviceName();
        float[] left = numbers(7, 3);
        float[] right = numbers(5, 2);
        float[] product;
        try (TensorScope scope = TensorScope.open()) {
            product = Tensors.of(left, SIZE, SIZE)
                    .matmul(Tensors.of(right, SIZE, SIZE))
                    .toFloats();
        } catch (RuntimeException e) {
            throw new IllegalStateException("Device " + device + " does not compute (" + e.getMessage() + ")", e);
        }
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                float expected = 0;
                for (int k = 0; k < SIZE; k++) {
                    expected += left[i * SIZE + k] * right[k * SIZE + j];
                }
                if (product[i * SIZE + j] != expected) {
                    throw new IllegalStateException("Device " + device + " computes " + product[i * SIZE + j]
                            + " instead of " + expected + " in a product of small whole numbers; take it out of use");
                }
            }
        }
    }

    private static float[] numbers(int perRow, int perColumn) {
        float[] numbers = new float[SIZE * SIZE];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i / SIZE * perRow + i % SIZE * perColumn) % 11 - 5;
        }
        return numbers;
    }
}
