package io.protolab.platform.cli;

import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.EventRecord;
import java.util.ArrayList;
import java.util.List;

/** What the owner of a sweep or trial should know of it; transitions are seen elsewhere. */
final class Happenings {
    /** One epoch that differs makes all later ones differ, with every curve. */
    private static final int MOST_DIFFERENCES = 10;

    private Happenings() {}

    /** A text per event, oldest first. */
    static List<String> of(List<EventRecord> events) {
        List<String> texts = new ArrayList<>();
        int differences = 0;
        for (EventRecord event : events) {
            boolean difference = event.kind().equals(EventKinds.NOT_REPRODUCIBLE);
            differences += difference ? 1 : 0;
            boolean buried = difference && differences > MOST_DIFFERENCES;
            if (!buried && !event.kind().equals(EventKinds.STATE)) {
                texts.add(event.message());
            }
        }
        if (differences > MOST_DIFFERENCES) {
            texts.add("… and " + (differences - MOST_DIFFERENCES)
                    + " more values that are not reproducible; GET …/events of the API lists all");
        }
        return texts;
    }
}
