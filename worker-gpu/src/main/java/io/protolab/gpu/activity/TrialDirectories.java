package io.protolab.gpu.activity;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where a worker keeps what trials must find again after a kill.
 *
 * @param work directory on a volume that all GPU workers see
 */
record TrialDirectories(Path work) {
    /** Directory of a trial; its id may hold any character. */
    Path home(String trialId) {
        return work.resolve("trials")
                .resolve(URLEncoder.encode(trialId, StandardCharsets.UTF_8).replace(".", "%2E"));
    }
}
