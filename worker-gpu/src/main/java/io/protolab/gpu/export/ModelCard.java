package io.protolab.gpu.export;

import io.protolab.gpu.image.Framing;
import io.protolab.gpu.image.Preprocessing;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a reader of an exported file must know, and what ties it to its result. Every file carries it. It does not name the trial: trials
 * with the same result export the same files.
 *
 * @param headSha256 of the trained head, which is a file of its trial
 * @param specFingerprint of the trial's spec
 * @param backbone its name in the spec
 * @param weightsSha256 of the backbone's weights, as the trial found them
 * @param backboneLearned whether a part of the backbone learned with the head, so that the file holds other weights than those
 * @param classes names, in the order of the logits
 * @param preprocessing from an image file to the model
 * @param importanceThreshold importances below it do not enter the logits
 * @param prototypes what the evaluation found out about each
 */
public record ModelCard(
        String headSha256,
        String specFingerprint,
        String backbone,
        String weightsSha256,
        boolean backboneLearned,
        List<String> classes,
        Preprocessing preprocessing,
        double importanceThreshold,
        PrototypeCatalogue prototypes) {

    public ModelCard {
        classes = List.copyOf(classes);
    }

    /** The facts by name, about a file that holds this forward pass; each can be written as JSON. */
    Map<String, Object> facts(Forward forward) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("part", forward.part().text());
        facts.put("input", forward.input());
        facts.put("outputs", outputs());
        facts.put("classes", classes);
        facts.put("preprocessing", facts(preprocessing));
        facts.put(
                "prototypes",
                prototypes.prototypes().stream().map(ModelCard::facts).toList());
        facts.put("importance_threshold", importanceThreshold);
        facts.put("head_sha256", headSha256);
        facts.put("spec_fingerprint", specFingerprint);
        facts.put("backbone", backbone);
        facts.put("weights_sha256", weightsSha256);
        facts.put("backbone_learned", backboneLearned);
        return facts;
    }

    private static Map<String, String> outputs() {
        Map<String, String> outputs = new LinkedHashMap<>();
        outputs.put("logits", "[batch, classes]: the sum of importances score · class weight");
        outputs.put("scores", "[batch, prototypes]: how strongly an image shows each prototype");
        outputs.put("similarity", "[batch, prototypes, patches]: each prototype's share of each patch");
        return outputs;
    }

    /** How an image file becomes the input. */
    static Map<String, Object> facts(Preprocessing preprocessing) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("size", preprocessing.size());
        facts.put("resize", resize(preprocessing.framing()));
        facts.put("range", "values over 255, then minus mean, over std");
        facts.put("mean", preprocessing.mean());
        facts.put("std", preprocessing.std());
        return facts;
    }

    private static String resize(Framing framing) {
        Integer centre = framing.region().centre();
        Integer shortSide = framing.region().shortSide();
        String filter = framing.filter().name();
        return (centre == null ? "" : "the central " + centre + " by " + centre + " pixels, if the image has them, ")
                + (shortSide == null
                        ? "to a square without keeping the aspect ratio, "
                        : "the shorter side to " + shortSide + " pixels, then the central square is cut out, ")
                + filter.toLowerCase(Locale.ROOT)
                + " with antialiasing on 8-bit RGB, as Pillow's Image.resize(..., " + filter + ")";
    }

    private static Map<String, Object> facts(PrototypeCatalogue.Prototype prototype) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("index", prototype.index());
        facts.put("active", prototype.active());
        facts.put("usage", prototype.usage());
        facts.put("class_weights", prototype.classWeights());
        return facts;
    }
}
