package io.protolab.cpu.dataset.flatbirds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where the parts of one picture are and how much of them is seen: an entry of {@code keypoints_train.json}. */
final class KeyPoints {

    private KeyPoints() {}

    /**
     * One entry per drawn instance with the centre of its visible pixels (pixel centres lie at .5); a fully hidden
     * instance has the centre of its hidden pixels, one outside the picture has none.
     */
    static ObjectNode of(int index, BirdScene scene, PartMap map, BirdRenderer renderer) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("index", index);
        ArrayNode parts = entry.putArray("parts");
        for (PartInstance instance : PartInstance.ALL) {
            if (instance.part().filter(scene.parts()::has).isPresent() && instance != PartInstance.EYE02) {
                parts.add(instance(instance, map, renderer.amodalMap(scene, instance)));
            }
        }
        return entry;
    }

    private static ObjectNode instance(PartInstance instance, PartMap map, PartMap amodal) {
        int visible = map.count(instance);
        int all = amodal.count(instance);
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("name", instance.key());
        if (all > 0) {
            putCentre(entry, instance, visible > 0 ? map : amodal);
        }
        return entry.put("visible_pixels", visible).put("amodal_pixels", all).put("visible", visible > 0);
    }

    private static void putCentre(ObjectNode entry, PartInstance instance, PartMap map) {
        double sumX = 0;
        double sumY = 0;
        for (int y = 0; y < map.size(); y++) {
            for (int x = 0; x < map.size(); x++) {
                if (map.pixels()[y * map.size() + x] == instance.mapRgb()) {
                    sumX += x + 0.5;
                    sumY += y + 0.5;
                }
            }
        }
        int count = map.count(instance);
        entry.put("x", sumX / count).put("y", sumY / count);
    }
}
