package io.protolab.standalone.chaos;

import java.time.Duration;
import java.util.SplittableRandom;

/** What can be done to a part, a connection or a disk. */
public enum FaultKind {
    /** The worker that trains dies without a word, as a node that loses power. */
    NODE_KILL("GPU worker: kill -9", 3, 0, 0),

    /** The worker that trains is asked to leave, as on a node that is preempted. */
    NODE_PREEMPTION("GPU worker: asked to end", 2, 0, 0),

    /** The worker that trains stands still for longer than it takes to be given up, and then goes on beside its successor. */
    NODE_FREEZE("GPU worker: frozen, then woken", 1, 1000, 4000),

    /** Any other process ends without a word. */
    KILL("kill -9", 2, 0, 0),

    /** Any other process is asked to leave and does so in order; PostgreSQL ends its sessions at once. */
    TERMINATE("asked to end", 1, 0, 0),

    /** Any other process stands still for longer than any heartbeat, and then goes on as if nothing had happened. */
    FREEZE("frozen, then woken", 1, 1000, 4000),

    /** Every connection between two processes breaks; new ones are welcome. */
    CUT("connections cut", 1, 0, 0),

    /** Connections break, and new ones are refused for a while. */
    REFUSE("connections refused", 1, 1000, 6000),

    /** Bytes between two processes are held back for a while, then delivered. */
    STALL("bytes held back", 1, 1000, 6000),

    /** MLflow is too busy to answer. */
    BUSY("MLflow answers 429", 1, 1000, 4000),

    /** MLflow fails at everything. */
    BROKEN("MLflow answers 500", 1, 1000, 4000),

    /** MLflow does what it is told and breaks off within the answer. */
    TORN("MLflow breaks off answers", 1, 1000, 4000),

    /** Nothing more can be written into the artifact store. */
    FULL_DISK("artifact disk full", 1, 2000, 5000),

    /** The clock of a process jumps and comes back later. */
    CLOCK_STEP("clock stepped", 1, 3000, 9000);

    private final String words;
    private final int weight;
    private final int shortestMillis;
    private final int longestMillis;

    FaultKind(String words, int weight, int shortestMillis, int longestMillis) {
        this.words = words;
        this.weight = weight;
        this.shortestMillis = shortestMillis;
        this.longestMillis = longestMillis;
    }

    /** As a table shows it. */
    public String words() {
        return words;
    }

    /** Whether a worker that trains is what it is done to. */
    boolean hitsANode() {
        return this == NODE_KILL || this == NODE_PREEMPTION || this == NODE_FREEZE;
    }

    /** How often it comes in a round of the plan. */
    int weight() {
        return weight;
    }

    /** How long it lasts; zero for what happens at once. What is frozen stays so for longer than it takes to be given up. */
    Duration length(SplittableRandom random, Duration heartbeatTimeout) {
        if (longestMillis == 0) {
            return Duration.ZERO;
        }
        Duration drawn = Duration.ofMillis(random.nextInt(shortestMillis, longestMillis + 1));
        return this == FREEZE || this == NODE_FREEZE ? drawn.plus(heartbeatTimeout) : drawn;
    }
}
