package io.protolab.cpu.report;

import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.evaluation.PrototypeCatalogue.Prototype;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Turns the catalogue of a trial into the pages of its gallery: active prototypes, the most used first. */
record GallerySource(PrototypeCatalogue catalogue, List<String> classes, DatasetImages images) {
    private static final int PER_PAGE = 8;
    private static final int SERVED = 4;

    /** Active prototypes in the order of the gallery, page by page. */
    List<List<Prototype>> pages() {
        List<Prototype> ordered = catalogue.prototypes().stream()
                .filter(Prototype::active)
                .sorted(Comparator.comparingDouble(Prototype::usage).reversed().thenComparingInt(Prototype::index))
                .toList();
        List<List<Prototype>> pages = new ArrayList<>();
        for (int first = 0; first < ordered.size(); first += PER_PAGE) {
            pages.add(ordered.subList(first, Math.min(first + PER_PAGE, ordered.size())));
        }
        return pages;
    }

    GalleryPrototype gallery(Prototype prototype) {
        return new GalleryPrototype(
                prototype.index(),
                prototype.usage(),
                IntStream.range(0, prototype.classWeights().size())
                        .mapToObj(c -> new GalleryPrototype.ServedClass(
                                classes.get(c), prototype.classWeights().get(c)))
                        .filter(served -> served.weight() > 0)
                        .sorted(Comparator.comparingDouble(GalleryPrototype.ServedClass::weight)
                                .reversed())
                        .limit(SERVED)
                        .toList(),
                prototype.topPatches().stream()
                        .limit(PrototypeGallery.PLACES)
                        .map(patch -> new GalleryPrototype.Patch(
                                images.row(patch.row()),
                                patch.x(),
                                patch.y(),
                                patch.width(),
                                patch.height(),
                                patch.score()))
                        .toList());
    }
}
