package io.protolab.platform.experiment;

import java.util.Collection;

/**
 * Values of a spec that were replaced because they could not be read.
 *
 * @param paths such as {@code backbones[0].seed}
 */
record BrokenPaths(Collection<String> paths) {
    /** Whether a value, one inside it or one around it was replaced. */
    boolean touch(String path) {
        return paths.stream().anyMatch(other -> isWithin(path, other) || isWithin(other, path));
    }

    private static boolean isWithin(String path, String outer) {
        return path.equals(outer) || path.startsWith(outer + ".") || path.startsWith(outer + "[");
    }
}
