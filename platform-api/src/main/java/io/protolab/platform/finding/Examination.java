package io.protolab.platform.finding;

import java.util.List;

/** Looks at one system and changes nothing. */
public interface Examination {
    /**
     * What is wrong there, in the order in which it should be mended.
     *
     * @throws InterruptedException if the thread is asked to end
     */
    List<Case> examine() throws InterruptedException;
}
