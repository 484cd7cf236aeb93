package io.protolab.platform.registry;

import java.time.Instant;

/** Something that happened to a sweep or trial, in words. */
public record EventRecord(long sequence, String subject, String kind, String message, Instant at) {}
