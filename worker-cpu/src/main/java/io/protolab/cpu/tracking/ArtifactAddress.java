package io.protolab.cpu.tracking;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where the MLflow server takes the files of a run, made from the {@code artifact_uri} that the run itself names. */
final class ArtifactAddress {
    private static final String SCHEME = "mlflow-artifacts:";
    private static final String PROXY = "api/2.0/mlflow-artifacts/artifacts/";

    private ArtifactAddress() {}

    /**
     * @param tracking address of the server, with a slash at its end
     * @throws IllegalArgumentException if the run's files are not served by the server, or the path cannot be sent
     */
    static URI of(URI tracking, String artifactUri, String path) {
        if (!artifactUri.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "MLflow keeps the files of this run at " + artifactUri
                            + " and does not take them itself; start it with --serve-artifacts and --artifacts-destination, and use a new experiment");
        }
        if (path.contains("#") || Arrays.asList(path.split("/", -1)).contains("..")) {
            throw new IllegalArgumentException("artifact path '" + path + "': MLflow takes neither '#' nor '..'");
        }
        String root = artifactUri
                .substring(SCHEME.length())
                .replaceFirst("^//[^/]*", "")
                .replaceFirst("^/+", "");
        String encoded = Arrays.stream((root + '/' + path).split("/"))
                .map(ArtifactAddress::encode)
                .collect(Collectors.joining("/"));
        return tracking.resolve(PROXY + encoded);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~")
                .replace("*", "%2A");
    }
}
