package io.protolab.cpu.dataset.flatbirds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The JSON files of a FunnyBirds archive, keys in the archive's order.
 *
 * <p>Where a FunnyBirds key has a flat counterpart it holds it: {@code camera_roll} the bird's rotation, {@code bg_radius}
 * and {@code bg_roll} the polar place of a background object in canvas units. The rest of the pose follows in keys of its
 * own; each contains an underscore and none starts with a part's name, as readers of the archive split keys there.
 */
final class ArchiveJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The archive's own word for the model of a part that a bird lacks; its readers look for it. */
    private static final String REMOVED = "placeholder";

    private static final double FULL_TURN = 2 * Math.PI;

    private ArchiveJson() {}

    /** Content of {@code parts.json}. */
    static JsonNode parts() {
        ObjectNode parts = NODES.objectNode();
        for (Part part : Part.ALL) {
            ArrayNode variants = parts.putArray(part.key());
            for (int variant = 0; variant < part.variants(); variant++) {
                ObjectNode entry = variants.addObject().put("model", part.modelName(variant));
                part.color(variant).ifPresent(color -> entry.put("color", color.word()));
            }
        }
        return parts;
    }

    /** Content of {@code classes.json}. */
    static JsonNode classes(ClassTable table) {
        ArrayNode classes = NODES.arrayNode();
        for (int label = 0; label < table.size(); label++) {
            ObjectNode parts = classes.addObject().put("class_idx", label).putObject("parts");
            PartCombination bird = table.classes().get(label);
            Part.ALL.forEach(part -> parts.put(part.key(), bird.variant(part).orElseThrow()));
        }
        return classes;
    }

    /** One entry of {@code dataset_train.json} or {@code dataset_test.json}. */
    static ObjectNode image(int label, BirdScene scene) {
        Pose pose = scene.pose();
        ObjectNode entry = NODES.objectNode();
        entry.put("class_idx", label);
        entry.put("camera_distance", Math.round(250 / pose.scale()));
        entry.put("camera_pitch", 0.0);
        entry.put("camera_roll", (pose.rotation() + FULL_TURN) % FULL_TURN);
        entry.put("light_distance", 300);
        entry.put("light_pitch", 0.0);
        entry.put("light_roll", 0.0);
        putParts(entry, scene.parts());
        putBackground(entry, scene.background());
        entry.put("pose_scale", pose.scale());
        entry.put("pose_rotation", pose.rotation());
        entry.put("pose_shift_x", pose.shiftX());
        entry.put("pose_shift_y", pose.shiftY());
        entry.put("pose_flipped", pose.flipped());
        entry.put("pose_foreshortening", pose.foreshortening());
        entry.put("pose_wing_angle", pose.wingAngle());
        entry.put("pose_tail_angle", pose.tailAngle());
        entry.put("pose_leg_angle", pose.legAngle());
        entry.put("pose_brightness", pose.brightness());
        return entry;
    }

    private static void putParts(ObjectNode entry, PartCombination bird) {
        for (Part part : Part.ALL) {
            bird.variant(part)
                    .ifPresentOrElse(
                            variant -> entry.put(part.key() + "_model", part.modelName(variant)),
                            () -> entry.put(part.key() + "_model", REMOVED));
            part.color(0).ifPresent(color -> entry.put(part.key() + "_color", colorOf(part, bird)));
        }
    }

    private static String colorOf(Part part, PartCombination bird) {
        return bird.variant(part).stream()
                .mapToObj(variant -> part.color(variant).orElseThrow().word())
                .findFirst()
                .orElse(REMOVED);
    }

    private static void putBackground(ObjectNode entry, List<BackgroundObject> objects) {
        entry.put("bg_objects", list(objects, BackgroundObject::shape));
        entry.put("bg_radius", list(objects, BackgroundObject::radius));
        entry.put("bg_pitch", list(objects, object -> 0.0));
        entry.put("bg_roll", list(objects, BackgroundObject::direction));
        entry.put("bg_scale_x", list(objects, BackgroundObject::halfWidth));
        entry.put("bg_scale_y", list(objects, BackgroundObject::halfHeight));
        entry.put("bg_scale_z", list(objects, object -> 0.0));
        entry.put("bg_rot_x", list(objects, object -> 0.0));
        entry.put("bg_rot_y", list(objects, object -> 0.0));
        entry.put("bg_rot_z", list(objects, BackgroundObject::rotation));
        entry.put("bg_color", list(objects, object -> object.color().word()));
    }

    /** Every value is followed by a comma, also the last one. */
    private static String list(List<BackgroundObject> objects, Function<BackgroundObject, Object> value) {
        return objects.stream().map(object -> value.apply(object) + ",").collect(Collectors.joining());
    }
}
