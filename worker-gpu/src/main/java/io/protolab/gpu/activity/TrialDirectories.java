package io.protolab.gpu.activity;

import io.protolab.platform.artifact.Volume;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where a worker keeps what trials must find again after a kill.
 *
 * @param volume that all GPU workers see
 */
record TrialDirectories(Volume volume) {
    Path work() {
        return volume.root();
    }

    /** Parent of all of them. */
    Path all() {
        return work().resolve("trials");
    }

    /** Directory of a trial; its id may hold any character. */
    Path home(String trialId) {
        return all().resolve(URLEncoder.encode(trialId, StandardCharsets.UTF_8).replace(".", "%2E"));
    }

    /** The trial whose directory has that name. */
    static String trialOf(Path home) {
        return URLDecoder.decode(home.getFileName().toString(), StandardCharsets.UTF_8);
    }
}
