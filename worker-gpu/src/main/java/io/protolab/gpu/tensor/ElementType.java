package io.protolab.gpu.tensor;

import ai.djl.ndarray.types.DataType;

/** Element types that tensors and tensor files may have; the names are those of the safetensors format. */
public enum ElementType {
    F32(DataType.FLOAT32, 4),
    F64(DataType.FLOAT64, 8),
    F16(DataType.FLOAT16, 2),
    /** Exists in files only: it is widened to {@link #F32} on reading, because the engine's arrays cannot hold it. */
    BF16(DataType.FLOAT32, 2),
    I64(DataType.INT64, 8);

    private final DataType engineType;
    private final int byteCount;

    ElementType(DataType engineType, int byteCount) {
        this.engineType = engineType;
        this.byteCount = byteCount;
    }

    public int byteCount() {
        return byteCount;
    }

    DataType engineType() {
        return engineType;
    }

    static ElementType of(DataType engineType) {
        for (ElementType type : values()) {
            if (type.engineType == engineType && type != BF16) {
                return type;
            }
        }
        throw new IllegalStateException("No element type of ours corresponds to the engine's " + engineType);
    }
}
