package io.protolab.cpu.workflow;

import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.RegistryActivities.OpenTrial;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;

/** The trials of a sweep that are not final, by index, a page at a time. */
final class OpenTrials implements Iterable<OpenTrial> {
    /** A spec has about 4 kB; a page must stay far below the 512 kB at which Temporal warns. */
    private static final int PAGE = 25;

    private final RegistryActivities registry;
    private final String sweepId;

    OpenTrials(RegistryActivities registry, String sweepId) {
        this.registry = registry;
        this.sweepId = sweepId;
    }

    boolean isEmpty() {
        return registry.openTrials(sweepId, 0, 1).isEmpty();
    }

    @Override
    public Iterator<OpenTrial> iterator() {
        return new Pages();
    }

    private final class Pages implements Iterator<OpenTrial> {
        private final Queue<OpenTrial> page = new ArrayDeque<>();
        private int next;
        private boolean last;

        @Override
        public boolean hasNext() {
            if (page.isEmpty() && !last) {
                List<OpenTrial> trials = registry.openTrials(sweepId, next, PAGE);
                page.addAll(trials);
                last = trials.size() < PAGE;
            }
            return !page.isEmpty();
        }

        @Override
        public OpenTrial next() {
            if (!hasNext()) {
                throw new NoSuchElementException("sweep " + sweepId + " has no open trial from index " + next + " on");
            }
            OpenTrial trial = page.remove();
            next = trial.index() + 1;
            return trial;
        }
    }
}
