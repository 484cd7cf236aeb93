package io.protolab.standalone.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.cli.ApiClient;
import io.protolab.platform.cli.ApiPaths;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.SweepRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The sweep that is run again and again: the same trials each time, one or two of them at once by turns. */
final class ChaosSweeps {
    /** The API server may be away and come back, several times. */
    private static final Duration LONGEST_REFUSAL = Duration.ofMinutes(3);

    private final ApiClient api;
    private final RegistryReader registry;
    private final Order.Course course;
    private final List<String> ids = new ArrayList<>();

    ChaosSweeps(Premises platform, RegistryReader registry, Order.Course course) {
        this.api = new ApiClient(platform.api(), Optional.empty());
        this.registry = registry;
        this.course = course;
    }

    /** Ids in the order of submission. */
    List<String> ids() {
        return List.copyOf(ids);
    }

    /** Submits the next one, as often as it takes; submitting twice makes one. */
    String submit() throws InterruptedException {
        int repetition = ids.size() + 1;
        String path = ApiPaths.SWEEPS + "?again=" + repetition;
        String file = file(ids.size() % 2 + 1);
        List<String> accepted = new ArrayList<>();
        boolean taken = Deadline.in(LONGEST_REFUSAL).await(() -> {
            accepted.add(read(api.post(path, file)).id());
            return true;
        });
        if (!taken) {
            throw new ChaosException(
                    "the API server took no sweep for " + LONGEST_REFUSAL.toMinutes() + " minutes; its log says why");
        }
        String id = accepted.get(0);
        ids.add(id);
        return id;
    }

    private static SweepRecord read(String json) {
        try {
            return Json.mapper().readValue(json, SweepRecord.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isFinal(String sweep) {
        return SweepState.valueOf(registry.state(sweep).split(" ", 2)[0]).isFinal();
    }

    private String file(int parallelism) {
        try (InputStream in = ChaosSweeps.class.getResourceAsStream("sweep.yaml")) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks the sweep file of the package");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("EPOCHS", Integer.toString(course.epochs()))
                    .replace("PRUNING", Integer.toString(course.epochs() / 2))
                    .replace(
                            "SEEDS",
                            IntStream.range(0, course.seeds()).boxed().toList().toString())
                    .replace("PARALLELISM", Integer.toString(parallelism));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
