package io.protolab.cpu.dataset.flatbirds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.cpu.dataset.checksum.ChecksummedFolder;
import io.protolab.platform.dataset.Split;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Writes the pictures and lists of a profile in the layout of the FunnyBirds archive. Images are drawn by several threads,
 * a block at a time, and written by the caller's, so that nothing is written any more once the caller has failed.
 */
final class FlatBirdsArchive {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int BLOCK = 64;

    private final FlatBirdsProfile profile;
    private final FlatBirdsScenes scenes;
    private final BirdRenderer renderer;
    private final ChecksummedFolder folder;
    private final IntConsumer progress;
    private int written;

    /** @param progress hears how many images are written */
    FlatBirdsArchive(FlatBirdsProfile profile, ChecksummedFolder folder, IntConsumer progress) {
        this.profile = profile;
        this.scenes = new FlatBirdsScenes(profile);
        this.renderer = new BirdRenderer(profile.size());
        this.folder = folder;
        this.progress = progress;
    }

    void write() throws IOException {
        writeJson("parts.json", ArchiveJson.parts());
        writeJson("classes.json", ArchiveJson.classes(scenes.classTable()));
        writeSplit(Split.TRAIN);
        writeSplit(Split.TEST);
    }

    private void writeSplit(Split split) throws IOException {
        ArrayNode images = JSON.createArrayNode();
        ArrayNode keyPoints = JSON.createArrayNode();
        int count = scenes.count(split);
        for (int start = 0; start < count; start += BLOCK) {
            List<DrawnImage> block = IntStream.range(start, Math.min(start + BLOCK, count))
                    .parallel()
                    .mapToObj(index -> draw(split, index))
                    .toList();
            for (DrawnImage drawn : block) {
                for (Map.Entry<String, byte[]> file : drawn.files().entrySet()) {
                    folder.write(file.getKey(), file.getValue());
                }
                images.add(drawn.image());
                keyPoints.add(drawn.keyPoints());
                progress.accept(++written);
            }
        }
        writeJson("dataset_%s.json".formatted(word(split)), images);
        writeJson("keypoints_%s.json".formatted(word(split)), keyPoints);
    }

    /**
     * One image, all that belongs to it, and what the lists say about it.
     *
     * @param files PNG by path
     */
    private record DrawnImage(Map<String, byte[]> files, ObjectNode image, ObjectNode keyPoints) {}

    private DrawnImage draw(Split split, int index) {
        int label = scenes.label(split, index);
        BirdScene scene = scenes.scene(split, index);
        PartMap map = renderer.partMap(scene);
        String place = "/%d/%06d".formatted(label, index);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(word(split) + place + ".png", picture(scene));
        files.put(word(split) + "_part_map" + place + ".png", PngBytes.ofMap(map));
        if (split == Split.TEST && profile.interventions() != Interventions.NONE) {
            drawInterventions("test_interventions" + place + "/", scene, files);
        }
        return new DrawnImage(files, ArchiveJson.image(label, scene), KeyPoints.of(index, scene, map, renderer));
    }

    private void drawInterventions(String folderPath, BirdScene scene, Map<String, byte[]> files) {
        for (Set<Part> kept : profile.interventions().keptParts()) {
            files.put(folderPath + Interventions.fileName(kept), picture(scene.keeping(kept)));
        }
        for (int number = 0; number < scene.background().size(); number++) {
            files.put(
                    folderPath + "background_interventions/" + number + ".png",
                    picture(scene.withoutBackground(number)));
        }
    }

    private byte[] picture(BirdScene scene) {
        return PngBytes.ofRgb(renderer.rgb(scene), profile.size());
    }

    private void writeJson(String path, JsonNode content) throws IOException {
        folder.write(path, JSON.writeValueAsBytes(content));
    }

    private static String word(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }
}
