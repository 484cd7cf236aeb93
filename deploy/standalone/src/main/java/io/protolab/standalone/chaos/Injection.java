package io.protolab.standalone.chaos;

import java.time.Duration;
import java.util.Optional;

/** Does one kind of fault to one target. */
@FunctionalInterface
public interface Injection {
    /**
     * Waits until the target is there to be hurt, hurts it and returns at once.
     *
     * @param length after which the fault will be undone
     * @throws MissedException if the target was not there in time
     */
    Undo begin(Duration length) throws MissedException, InterruptedException;

    /** Ends a fault. */
    @FunctionalInterface
    interface Undo {
        void run();

        /** The process that was hurt; empty where it was something else. */
        default Optional<Long> process() {
            return Optional.empty();
        }

        /** For what is over at once. */
        static Undo nothing() {
            return new Undo() {
                @Override
                public void run() {}
            };
        }

        /** For what was done to a process and is over at once. */
        static Undo nothing(long process) {
            return new Undo() {
                @Override
                public void run() {}

                @Override
                public Optional<Long> process() {
                    return Optional.of(process);
                }
            };
        }
    }

    /** There was nothing to be hurt. */
    final class MissedException extends Exception {
        private static final long serialVersionUID = 1L;

        public MissedException(String message) {
            super(message);
        }
    }
}
