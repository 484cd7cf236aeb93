package io.protolab.cpu.metrics;

/**
 * How the part metrics of a trial are taken; {@code published} counterparts are measured beside them in any case.
 *
 * @param touchThreshold a prototype touches a part above this
 * @param consistentAbove share of a part's images above which a prototype is consistent
 */
record MetricSettings(
        float touchThreshold,
        double consistentAbove,
        PairedParts pairedParts,
        Consistency.UnseenPart unseenPart,
        Stability.Compared compared,
        ZeroMap zeroMap,
        SingleDeletion.Undefined undefined) {}
