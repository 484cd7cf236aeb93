package io.protolab.standalone;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers that an option takes from 1 on; anything else is wrong usage, told before a part is started. */
abstract class CountOption implements ITypeConverter<Integer> {
    private final int most;

    private CountOption(int most) {
        this.most = most;
    }

    @Override
    public Integer convert(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= most) {
                return count;
            }
        } catch (NumberFormatException e) {
            // told below, like a number out of range
        }
        throw new TypeConversionException("'" + text + "' is outside of [1, " + most + "]");
    }

    /** A TCP port. */
    static final class Port extends CountOption {
        Port() {
            super(65_535);
        }
    }

    /** Faults, or minutes of them. */
    static final class Faults extends CountOption {
        Faults() {
            super(100_000);
        }
    }

    /** A side of an image. */
    static final class Pixels extends CountOption {
        Pixels() {
            super(4096);
        }
    }

    /** Threads of one tensor operation; more than any machine has is a slip. */
    static final class Threads extends CountOption {
        Threads() {
            super(1024);
        }
    }
}
