package io.protolab.cpu.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON files of a FunnyBirds archive, checked.
 *
 * @param parts part names in the file's order
 * @param classCount classes are numbered from 0
 * @param trainLabels label of each training image in the order of the files
 * @param testLabels likewise
 */
record FunnyBirdsLists(List<String> parts, int classCount, List<Integer> trainLabels, List<Integer> testLabels) {

    private static final TypeFactory TYPES = Json.mapper().getTypeFactory();
    private static final JavaType PARTS = TYPES.constructMapType(LinkedHashMap.class, String.class, JsonNode.class);
    private static final JavaType ENTRIES = TYPES.constructCollectionType(List.class, Entry.class);

    FunnyBirdsLists {
        parts = List.copyOf(parts);
        trainLabels = List.copyOf(trainLabels);
        testLabels = List.copyOf(testLabels);
    }

    /** An element of {@code classes.json} or {@code dataset_….json}; further keys are not needed. */
    private record Entry(
            @JsonProperty("class_idx") @Nullable Integer label) {}

    /**
     * Reads all four files.
     *
     * @throws UnusableDatasetException naming everything missing, malformed or contradictory in them
     */
    static FunnyBirdsLists read(Path root) throws IOException, UnusableDatasetException {
        List<String> problems = new ArrayList<>();
        Map<String, JsonNode> parts = read(root, "parts.json", PARTS, Map.of(), problems);
        List<Entry> classes = read(root, "classes.json", ENTRIES, List.of(), problems);
        List<Integer> numbers = labels("classes.json", classes, classes.size(), problems);
        if (problems.isEmpty() && numbers.stream().distinct().count() < classes.size()) {
            problems.add("classes.json: a class_idx occurs twice; they must count from 0 to " + (classes.size() - 1));
        }
        List<Integer> train = images(root, "dataset_train.json", classes.size(), problems);
        List<Integer> test = images(root, "dataset_test.json", classes.size(), problems);
        if (!problems.isEmpty()) {
            throw new UnusableDatasetException(root, problems);
        }
        return new FunnyBirdsLists(List.copyOf(parts.keySet()), classes.size(), train, test);
    }

    private static List<Integer> images(Path root, String file, int classCount, List<String> problems)
            throws IOException {
        return labels(file, read(root, file, ENTRIES, List.of(), problems), classCount, problems);
    }

    private static List<Integer> labels(String file, List<Entry> entries, int classCount, List<String> problems) {
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Integer label = entries.get(i).label();
            if (label == null || label < 0 || label >= classCount) {
                problems.add("%s: entry %d has class_idx %s, which is none of the %d classes"
                        .formatted(file, i, label, classCount));
            } else {
                labels.add(label);
            }
        }
        return labels;
    }

    private static <T> T read(Path root, String file, JavaType type, T instead, List<String> problems)
            throws IOException {
        Path path = root.resolve(file);
        if (!Files.isRegularFile(path)) {
            problems.add(file + " is missing; the directory must hold a FunnyBirds archive");
            return instead;
        }
        try {
            return Json.mapper().readValue(path.toFile(), type);
        } catch (JsonProcessingException e) {
            problems.add("%s is malformed: %s".formatted(file, e.getOriginalMessage()));
            return instead;
        }
    }
}
