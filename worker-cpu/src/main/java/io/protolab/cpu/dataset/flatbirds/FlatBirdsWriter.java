package io.protolab.cpu.dataset.flatbirds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.cpu.dataset.checksum.ChecksummedFolder;
import io.protolab.platform.artifact.Sha256;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one folder per profile below a directory. A folder is written aside and renamed, so that it is complete or absent;
 * one that exists is checked against its checksums and used again, a damaged one is replaced.
 */
public final class FlatBirdsWriter {

    private static final Logger log = LoggerFactory.getLogger(FlatBirdsWriter.class);
    private static final JsonMapper JSON = new JsonMapper();

    /** Changes with every change of the drawing or the layout, so that old folders are not taken for new ones. */
    private static final int GENERATOR_VERSION = 1;

    private static final String MANIFEST = "manifest.json";

    private final Path directory;

    /** @param directory created if missing */
    public FlatBirdsWriter(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes sure that the profile's folder exists and is whole.
     *
     * @param progress hears how many images are rendered or files checked; may end the work by throwing
     * @return the root of a FunnyBirds archive
     * @throws IOException if the disk is full or the directory cannot be written
     */
    public Path prepare(FlatBirdsProfile profile, IntConsumer progress) throws IOException {
        Path target = directory.resolve(profile.folderName());
        if (Files.exists(target)) {
            Optional<String> damage = damage(profile, target, progress);
            if (damage.isEmpty()) {
                return target;
            }
            log.warn("{}: {}; rendering it again", target, damage.get());
        }
        Files.createDirectories(directory);
        deleteAbandoned(profile);
        Path aside = directory.resolve(asidePrefix(profile) + UUID.randomUUID());
        try {
            Files.createDirectory(aside);
            write(profile, aside, progress);
            replace(profile, target, aside, progress);
        } finally {
            deleteTree(aside);
        }
        return target;
    }

    private static String asidePrefix(FlatBirdsProfile profile) {
        return "." + profile.folderName() + ".";
    }

    /** What a killed process has left behind, and no living one can still be writing. */
    private void deleteAbandoned(FlatBirdsProfile profile) throws IOException {
        Instant abandoned = Instant.now().minus(Duration.ofDays(1));
        try (DirectoryStream<Path> asides = Files.newDirectoryStream(directory, asidePrefix(profile) + "*")) {
            for (Path aside : asides) {
                if (Files.getLastModifiedTime(aside).toInstant().isBefore(abandoned)) {
                    deleteTree(aside);
                }
            }
        }
    }

    private static void write(FlatBirdsProfile profile, Path root, IntConsumer progress) throws IOException {
        ChecksummedFolder folder = new ChecksummedFolder(root);
        new FlatBirdsArchive(profile, folder, progress).write();
        folder.seal();
        Files.write(root.resolve(MANIFEST), JSON.writeValueAsBytes(manifest(profile, root)));
    }

    /** Another preparation may have been faster; its folder is as good as ours. */
    private static void replace(FlatBirdsProfile profile, Path target, Path aside, IntConsumer progress)
            throws IOException {
        if (Files.exists(target) && damage(profile, target, progress).isPresent()) {
            deleteTree(target);
        }
        try {
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.exists(target) || damage(profile, target, progress).isPresent()) {
                throw e;
            }
        }
    }

    private static ObjectNode manifest(FlatBirdsProfile profile, Path root) throws IOException {
        ClassTable table = profile.classTable();
        ObjectNode manifest = description(profile);
        ObjectNode pairs = manifest.putObject("class_pairs_by_distance");
        for (int distance = 1; distance <= Part.ALL.size(); distance++) {
            pairs.put(Integer.toString(distance), table.pairsAtDistance(distance));
        }
        manifest.put("java_version", Runtime.version().toString());
        return manifest.put("checksums_sha256", checksumsSum(root));
    }

    /** What must be equal for a folder to be used again. */
    private static ObjectNode description(FlatBirdsProfile profile) {
        ObjectNode description =
                JSON.createObjectNode().put("generator", "flatbirds").put("generator_version", GENERATOR_VERSION);
        description.set("profile", JSON.valueToTree(profile));
        return description;
    }

    private static Optional<String> damage(FlatBirdsProfile profile, Path root, IntConsumer progress)
            throws IOException {
        Path file = root.resolve(MANIFEST);
        if (!Files.isRegularFile(file)) {
            return Optional.of(MANIFEST + " is missing");
        }
        JsonNode found;
        try {
            found = JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            return Optional.of(MANIFEST + " is no JSON");
        }
        JsonNode expected = JSON.readTree(JSON.writeValueAsBytes(description(profile)));
        for (String field : (Iterable<String>) expected::fieldNames) {
            if (!expected.get(field).equals(found.get(field))) {
                return Optional.of(
                        "%s has %s %s instead of %s".formatted(MANIFEST, field, found.get(field), expected.get(field)));
            }
        }
        if (!checksumsSum(root).equals(found.path("checksums_sha256").asText())) {
            return Optional.of(ChecksummedFolder.CHECKSUMS + " has changed");
        }
        return ChecksummedFolder.damage(root, progress);
    }

    private static String checksumsSum(Path root) throws IOException {
        Path list = root.resolve(ChecksummedFolder.CHECKSUMS);
        return Files.isRegularFile(list) ? Sha256.of(Files.readAllBytes(list)) : "";
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
