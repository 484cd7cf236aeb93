package io.protolab.cpu.dataset.flatbirds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlatBirdsWriterTest {

    private static final FlatBirdsProfile PROFILE = new FlatBirdsProfile(2, 32, 2, 1, 4, 0.5, Interventions.ALL, 5);
    private static final List<String> ARCHIVE_KEYS = List.of(
            "class_idx",
            "camera_distance",
            "camera_pitch",
            "camera_roll",
            "light_distance",
            "light_pitch",
            "light_roll",
            "beak_model",
            "beak_color",
            "eye_model",
            "foot_model",
            "tail_model",
            "tail_color",
            "wing_model",
            "wing_color",
            "bg_objects",
            "bg_radius",
            "bg_pitch",
            "bg_roll",
            "bg_scale_x",
            "bg_scale_y",
            "bg_scale_z",
            "bg_rot_x",
            "bg_rot_y",
            "bg_rot_z",
            "bg_color");

    @TempDir
    private Path folder;

    @Test
    void writesTheTreeOfTheArchive() throws IOException {
        Path root = prepare();

        assertThat(List.of("parts.json", "classes.json", "dataset_train.json", "dataset_test.json"))
                .allMatch(file -> Files.isRegularFile(root.resolve(file)));
        assertThat(List.of("train/0/000001.png", "train_part_map/1/000002.png", "test/1/000001.png"))
                .allMatch(file -> Files.isRegularFile(root.resolve(file)));
        try (Stream<Path> subsets = Files.list(root.resolve("test_interventions/1/000001"))) {
            assertThat(subsets.map(path -> String.valueOf(path.getFileName())).filter(name -> name.startsWith("body_")))
                    .hasSize(32)
                    .contains("body_.png", "body_beak_eye_foot_tail_wing.png", "body_foot_wing.png");
        }
        BufferedImage image = ImageIO.read(root.resolve("test/1/000001.png").toFile());
        assertThat(image.getWidth()).isEqualTo(32);
        assertThat(image.getColorModel().hasAlpha()).isTrue();
    }

    @Test
    void describesImagesWithTheKeysOfTheArchiveInItsOrder() throws IOException {
        JsonNode images = new JsonMapper()
                .readTree(prepare().resolve("dataset_train.json").toFile());

        assertThat(images).hasSize(4);
        for (JsonNode image : images) {
            List<String> keys = new ArrayList<>();
            image.fieldNames().forEachRemaining(keys::add);
            assertThat(keys).startsWith(ARCHIVE_KEYS.toArray(String[]::new));
            assertThat(keys.subList(ARCHIVE_KEYS.size(), keys.size())).allMatch(key -> key.startsWith("pose_"));
            int objects = image.get("bg_objects").asText().split(",", -1).length;
            assertThat(ARCHIVE_KEYS.subList(15, 26))
                    .allMatch(key -> image.get(key).asText().split(",", -1).length == objects);
        }
    }

    @Test
    void listsPartsAsTheArchiveDoes() throws IOException {
        JsonNode parts =
                new JsonMapper().readTree(prepare().resolve("parts.json").toFile());

        assertThat(parts.get("tail").get(3).toString()).isEqualTo("{\"model\":\"tail01.glb\",\"color\":\"green\"}");
        assertThat(parts.get("wing").get(5).toString()).isEqualTo("{\"model\":\"wing02.glb\",\"color\":\"blue\"}");
        assertThat(parts.get("eye").get(2).toString()).isEqualTo("{\"model\":\"eye03.glb\"}");
    }

    @Test
    void usesAWholeFolderAgain() throws IOException {
        Path root = prepare();
        Path mark = Files.createFile(root.resolve("mark"));

        assertThat(prepare()).isEqualTo(root);
        assertThat(mark).exists();
    }

    @Test
    void rendersAgain_whenTheDescriptionIsOfAnotherDataset() throws IOException {
        Path root = prepare();
        Path mark = Files.createFile(root.resolve("mark"));
        Path manifest = root.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"seed\":5", "\"seed\":6"));

        prepare();

        assertThat(mark).doesNotExist();
    }

    @Test
    void clearsAwayWhatAKilledProcessHasLeft() throws IOException {
        Path old = Files.createDirectory(folder.resolve("." + PROFILE.folderName() + ".old"));
        Path recent = Files.createDirectory(folder.resolve("." + PROFILE.folderName() + ".recent"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        prepare();

        assertThat(old).doesNotExist();
        assertThat(recent).exists();
    }

    @Test
    void rendersTheSameBytesAgain_whenAFileIsDamaged() throws IOException {
        Path root = prepare();
        Map<String, String> before = content(root);
        Files.write(root.resolve("train/0/000001.png"), new byte[] {1, 2, 3});

        prepare();

        assertThat(content(root)).isEqualTo(before);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(root);
        }
    }

    @Test
    void leavesNothingBehind_whenItIsStopped() throws IOException {
        assertThatThrownBy(() -> new FlatBirdsWriter(folder).prepare(PROFILE, done -> {
                    throw new IllegalStateException("stop");
                }))
                .hasStackTraceContaining("stop");

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private Path prepare() throws IOException {
        return new FlatBirdsWriter(folder).prepare(PROFILE, done -> {});
    }

    private static Map<String, String> content(Path root) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(root.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return content;
    }
}
