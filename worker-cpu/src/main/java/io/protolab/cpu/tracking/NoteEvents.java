package io.protolab.cpu.tracking;

import io.protolab.platform.registry.EventRecord;
import java.util.List;

/** Events in a note, one section per kind. */
final class NoteEvents {
    /** One epoch that differs makes all later ones differ, with every curve; the command line lists the rest. */
    private static final int MOST_NAMED = 10;

    private NoteEvents() {}

    /** A section with the events of a kind; nothing if there is none. */
    static void section(Markdown note, String heading, String kind, List<EventRecord> events) {
        List<EventRecord> some =
                events.stream().filter(event -> event.kind().equals(kind)).toList();
        if (some.isEmpty()) {
            return;
        }
        note.heading(heading);
        some.stream()
                .limit(MOST_NAMED)
                .forEach(event -> note.paragraph(event.message().replaceFirst("\n", "\n\n")));
        if (some.size() > MOST_NAMED) {
            note.paragraph("… and " + (some.size() - MOST_NAMED) + " more");
        }
    }
}
