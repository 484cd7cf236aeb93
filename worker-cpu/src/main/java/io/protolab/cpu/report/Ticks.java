package io.protolab.cpu.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Where the marks of an axis stand: at 1, 2 or 5 times a power of ten, or at powers of ten. */
final class Ticks {
    private Ticks() {}

    /** A mark and its text. */
    record Tick(double value, String label) {}

    /** At most {@code limit} marks that cover [low, high] from inside. */
    static List<Tick> linear(double low, double high, int limit) {
        double step = step(high - low, limit);
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        int first = (int) Math.ceil(low / step - 1e-9);
        int last = (int) Math.floor(high / step + 1e-9);
        return IntStream.rangeClosed(first, last)
                .mapToObj(k -> new Tick(k * step, plain(k * step, decimals)))
                .toList();
    }

    /** Whole numbers only. */
    static List<Tick> whole(int low, int high, int limit) {
        return linear(low, high, limit).stream()
                .filter(tick -> Math.rint(tick.value()) == tick.value())
                .map(tick -> new Tick(tick.value(), plain(tick.value(), 0)))
                .toList();
    }

    /** The powers of ten in [low, high], thinned to at most {@code limit}. */
    static List<Tick> logarithmic(double low, double high, int limit) {
        int first = (int) Math.ceil(Math.log10(low) - 1e-9);
        int last = (int) Math.floor(Math.log10(high) + 1e-9);
        int stride = Math.max(1, (last - first) / limit + 1);
        return IntStream.rangeClosed(first, last)
                .filter(exponent -> Math.floorMod(exponent, stride) == 0)
                .mapToObj(exponent -> new Tick(Math.pow(10, exponent), power(exponent)))
                .toList();
    }

    /** The smallest round step that needs at most {@code limit} marks. */
    static double step(double range, int limit) {
        double rough = range / Math.max(1, limit - 1);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double mantissa = rough / power;
        double nice = mantissa <= 1 + 1e-9 ? 1 : mantissa <= 2 + 1e-9 ? 2 : mantissa <= 5 + 1e-9 ? 5 : 10;
        return nice * power;
    }

    /** A number with about three significant digits, for labels. */
    static String brief(double value) {
        double size = Math.abs(value);
        if (size == 0 || size >= 100) {
            return plain(value, 0);
        }
        if (size < 0.001) {
            int exponent = (int) Math.floor(Math.log10(size));
            return plain(value / Math.pow(10, exponent), 1) + "e" + plain(exponent, 0);
        }
        return plain(value, size >= 10 ? 1 : size >= 0.1 ? 2 : 4);
    }

    private static String plain(double value, int decimals) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
        return String.format(Locale.ROOT, "%,." + decimals + "f", rounded).replace("-", "−");
    }

    private static String power(int exponent) {
        if (exponent >= -3 && exponent <= 3) {
            return plain(Math.pow(10, exponent), Math.max(0, -exponent));
        }
        return "1e" + plain(exponent, 0);
    }
}
