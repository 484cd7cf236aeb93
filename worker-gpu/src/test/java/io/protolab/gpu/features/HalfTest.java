package io.protolab.gpu.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.tensor.ElementType;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningEngine.class)
class HalfTest {
    @Test
    void roundsLikeTheEngine_fromSubnormalsToTheLargest() {
        SeededRandom random = SeededRandom.of(1, "halves");
        float[] values = new float[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextUniform(-1, 1) * Math.pow(2, random.nextInt(45) - 29));
        }

        float[] expected = Tensors.of(values, values.length)
                .to(ElementType.F16)
                .to(ElementType.F32)
                .toFloats();

        ByteBuffer halves = ByteBuffer.allocateDirect(2 * values.length).order(ByteOrder.nativeOrder());
        for (float value : values) {
            halves.putShort(Half.of(value));
        }
        assertThat(Tensors.copyOf(halves.flip(), ElementType.F16, values.length)
                        .to(ElementType.F32)
                        .toFloats())
                .isEqualTo(expected);
    }

    @Test
    void breaksTiesToEven() {
        assertThat(Half.of(1 + 0x1p-11f)).isEqualTo((short) 0x3C00);
        assertThat(Half.of(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3C02);
        assertThat(Half.of(-0x1p-25f)).isEqualTo((short) 0x8000);
        assertThat(Half.of(0x1.8p-24f)).isEqualTo((short) 2);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> Half.of(70000)).hasMessageContaining("70000");
        assertThatThrownBy(() -> Half.of(Float.NaN)).hasMessageContaining("NaN");
    }
}
