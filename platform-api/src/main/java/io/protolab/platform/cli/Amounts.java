package io.protolab.platform.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ages and sizes as people write them: {@code 30d}, {@code 200GB}. */
final class Amounts {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})\\s*([A-Za-z]+)");
    private static final Map<String, Duration> AGES =
            Map.of("h", Duration.ofHours(1), "d", Duration.ofDays(1), "w", Duration.ofDays(7));

    /** Decimal, as disks are sold and {@code df -H} counts. */
    private static final Map<String, Long> SIZES =
            Map.of("B", 1L, "KB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L, "TB", 1_000_000_000_000L);

    private Amounts() {}

    /** A size for people, three digits or so. */
    static String size(long bytes) {
        double gigabytes = bytes / 1e9;
        return gigabytes >= 0.1
                ? String.format(Locale.ROOT, "%.1f GB", gigabytes)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** An amount of a unit; refuses one that is none. */
    private static <T> Map.Entry<Long, T> read(String text, Map<String, T> units, String examples) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        T unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new TypeConversionException("'" + text + "' is none; write something like " + examples);
        }
        return Map.entry(Long.parseLong(matcher.group(1)), unit);
    }

    /** {@code 12h}, {@code 30d}, {@code 4w}. */
    static final class Age implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Map.Entry<Long, Duration> amount = read(text, AGES, "12h, 30d or 4w");
            return amount.getValue().multipliedBy(amount.getKey());
        }
    }

    /** {@code 500MB}, {@code 200GB}, {@code 2TB}. */
    static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            Map.Entry<Long, Long> amount = read(text, SIZES, "500MB, 200GB or 2TB");
            return Math.multiplyExact(amount.getValue(), amount.getKey());
        }
    }
}
