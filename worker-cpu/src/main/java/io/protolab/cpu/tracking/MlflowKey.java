package io.protolab.cpu.tracking;

import io.protolab.platform.artifact.Sha256;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Names and values within the limits of MLflow (its {@code utils/validation.py}). What fits is left as it is; what does not is
 * escaped in a way that keeps different names different.
 */
final class MlflowKey {
    private static final int LONGEST_KEY = 250;
    private static final int LONGEST_PARAM = 500;
    /** MLflow cuts a longer tag without a word. */
    private static final int LONGEST_TAG = 8000;

    private MlflowKey() {}

    /** A key of a metric, param or tag: word characters, {@code . - : space}, and slashes between non-empty segments. */
    static String of(String name) {
        String key = Arrays.stream(name.split("/", -1)).map(MlflowKey::segment).collect(Collectors.joining("/"));
        return key.length() <= LONGEST_KEY
                ? key
                : key.substring(0, LONGEST_KEY - 33) + '-' + Sha256.of(name).substring(0, 32);
    }

    /** A value that MLflow takes for a param; of a longer one its checksum, the whole stands in {@code config/}. */
    static String param(String value) {
        return value.length() <= LONGEST_PARAM ? value : "sha256:" + Sha256.of(value);
    }

    /** A value that MLflow takes for a tag; a longer one ends with an ellipsis. */
    static String tag(String value) {
        return value.length() <= LONGEST_TAG ? value : value.substring(0, LONGEST_TAG - 1) + '…';
    }

    private static String segment(String segment) {
        boolean dots = segment.isEmpty() || segment.equals(".") || segment.equals("..");
        return dots
                ? "_x" + segment.length() + "_"
                : segment.codePoints().mapToObj(MlflowKey::character).collect(Collectors.joining());
    }

    private static String character(int c) {
        boolean allowed = (c < 128 && Character.isLetterOrDigit(c)) || "_.-: ".indexOf(c) >= 0;
        return allowed ? Character.toString(c) : "_x" + Integer.toHexString(c) + '_';
    }
}
