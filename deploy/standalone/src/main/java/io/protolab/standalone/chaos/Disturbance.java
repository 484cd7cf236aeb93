package io.protolab.standalone.chaos;

/** What is wrong with a way between two processes. */
public enum Disturbance {
    NONE,

    /** Nobody may connect. */
    REFUSED,

    /** Bytes wait. */
    STALLED,

    /** Requests are answered with status 429 and do not arrive. */
    BUSY,

    /** Requests are answered with status 500 and do not arrive. */
    BROKEN,

    /** Requests arrive; their answers break off. */
    TORN;

    /** What a client is answered that does not get through; 0 if it does. */
    int status() {
        return this == BUSY ? 429 : this == BROKEN ? 500 : 0;
    }
}
