package io.protolab.platform.finding;

/**
 * Something left over, something that contradicts the registry, or a part that could not be examined.
 *
 * @param subject id of a sweep or trial, key of a feature set, name of a file or of a part
 * @param what is wrong, as a sentence without its full stop
 * @param evidence by which it was seen
 * @param remedy what mending does; what a person has to do where mending does nothing
 * @param bytes that mending frees; 0 where it frees none
 */
public record Finding(
        ExaminedSystem system,
        String subject,
        String what,
        String evidence,
        String remedy,
        Standing standing,
        long bytes) {
    /** What has become of it. */
    public enum Standing {
        /** Mending does what the remedy says. */
        MENDABLE,

        /** The remedy was applied. */
        MENDED,

        /** Mending does nothing about it. */
        FOR_A_PERSON
    }

    public static Finding mendable(ExaminedSystem system, String subject, String what, String evidence, String remedy) {
        return new Finding(system, subject, what, evidence, remedy, Standing.MENDABLE, 0);
    }

    public static Finding forAPerson(
            ExaminedSystem system, String subject, String what, String evidence, String nextStep) {
        return new Finding(system, subject, what, evidence, nextStep, Standing.FOR_A_PERSON, 0);
    }

    /** The same, known to free so many bytes. */
    public Finding freeing(long freed) {
        return new Finding(system, subject, what, evidence, remedy, standing, freed);
    }

    public Finding mended() {
        return new Finding(system, subject, what, evidence, remedy, Standing.MENDED, bytes);
    }

    /** The remedy was tried in vain. */
    public Finding notMended(String reason) {
        return new Finding(
                system, subject, what, evidence + "; mending failed: " + reason, remedy, Standing.MENDABLE, bytes);
    }

    public boolean isMended() {
        return standing == Standing.MENDED;
    }

    public boolean isMendable() {
        return standing == Standing.MENDABLE;
    }
}
