package io.protolab.standalone;

import io.protolab.platform.artifact.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a file over HTTP into {@code NAME.part}, goes on where an earlier attempt ended, verifies what the server says of
 * size and checksum, and gives it its name last: a file with its name is whole.
 */
final class Download {
    private static final int MOST_REDIRECTS = 5;
    private static final int REDIRECTION = 3;
    private static final int NOT_FOUND = 404;
    private static final int PARTIAL = 206;
    private static final int OK = 200;
    private static final int BEYOND_THE_END = 416;
    private static final Duration CONNECTING = Duration.ofSeconds(20);
    private static final Pattern SHA256 = Pattern.compile("\"?([0-9a-f]{64})\"?");
    private static final Pattern RANGE = Pattern.compile("bytes (?:\\*|(\\d+)-\\d+)/(\\d+)");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECTING).build();
    private final @Nullable String token;

    /** What a server sent, and what the servers on the way said of the file. */
    private record Answer(HttpResponse<InputStream> response, Optional<String> sha256) {}

    /** @param token sent as a bearer token to the first address, null for none */
    Download(@Nullable String token) {
        this.token = token;
    }

    /**
     * Fetches one file; one that is there already is kept.
     *
     * @return false if the server has no such file
     * @throws IOException if the server cannot be reached, refuses, or sent something else than it announced
     */
    boolean fetch(URI address, Path file) throws IOException, InterruptedException {
        if (Files.exists(file)) {
            return true;
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        long before = Files.exists(part) ? Files.size(part) : 0;
        Answer answer = get(address, before);
        HttpResponse<InputStream> response = answer.response();
        try (InputStream content = response.body()) {
            if (response.statusCode() == NOT_FOUND) {
                return false;
            }
            if (response.statusCode() == BEYOND_THE_END) { // the part is whole already, or longer than it may be
                content.readAllBytes();
            } else {
                append(content, part, startOf(response, before, address));
            }
        }
        verify(answer, part, address);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /** Follows redirects by hand: a token is for the host that was asked, and model hubs tell checksums before they redirect. */
    private Answer get(URI address, long from) throws IOException, InterruptedException {
        URI next = address;
        Optional<String> checksum = Optional.empty();
        for (int hop = 0; hop < MOST_REDIRECTS; hop++) {
            HttpResponse<InputStream> response = http.send(request(next, from, address), BodyHandlers.ofInputStream());
            if (checksum.isEmpty()) {
                checksum = response.headers()
                        .firstValue("X-Linked-ETag")
                        .map(SHA256::matcher)
                        .filter(Matcher::matches)
                        .map(match -> match.group(1));
            }
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() / 100 != REDIRECTION || location.isEmpty()) {
                return new Answer(response, checksum);
            }
            response.body().close();
            next = next.resolve(location.get());
        }
        throw new IOException(address + " leads from one address to another without end");
    }

    private HttpRequest request(URI address, long from, URI first) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("User-Agent", "protolab");
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        if (token != null && address.getHost().equals(first.getHost())) {
            request.header("Authorization", "Bearer " + token);
        }
        return request.build();
    }

    private static long startOf(HttpResponse<?> response, long asked, URI address) throws IOException {
        if (response.statusCode() == OK) {
            return 0;
        }
        Matcher range =
                RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
        if (response.statusCode() == PARTIAL
                && range.matches()
                && Long.toString(asked).equals(range.group(1))) {
            return asked;
        }
        throw new IOException(address + " answered with status " + response.statusCode());
    }

    private static void append(InputStream content, Path part, long start) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(start).position(start);
            content.transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    private static void verify(Answer answer, Path part, URI address) throws IOException {
        long size = Files.exists(part) ? Files.size(part) : 0;
        OptionalLong announced = announcedSize(answer.response());
        if (announced.isPresent() && size != announced.getAsLong()) {
            if (size > announced.getAsLong()) {
                Files.delete(part);
            }
            throw new IOException(address + " has " + announced.getAsLong() + " bytes, of which " + size
                    + " arrived; run the command again to go on");
        }
        if (answer.sha256().isPresent()) {
            String found;
            try (InputStream content = Files.newInputStream(part)) {
                found = Sha256.of(content);
            }
            if (!found.equals(answer.sha256().get())) {
                Files.delete(part);
                throw new IOException("what arrived of " + address + " has the sha256 " + found + " instead of "
                        + answer.sha256().get() + "; run the command again");
            }
        }
    }

    private static OptionalLong announcedSize(HttpResponse<?> response) {
        Matcher range =
                RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
        return range.matches()
                ? OptionalLong.of(Long.parseLong(range.group(2)))
                : response.headers().firstValueAsLong("Content-Length");
    }
}
