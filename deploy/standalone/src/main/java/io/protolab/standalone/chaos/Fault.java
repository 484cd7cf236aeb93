package io.protolab.standalone.chaos;

import java.time.Duration;

/**
 * One planned fault.
 *
 * @param number counted from 1
 * @param target a process, a link such as {@code gpu-1>temporal}, or a disk
 * @param pause before it, since the one before
 * @param length until it is undone; zero for what happens at once
 */
public record Fault(int number, FaultKind kind, String target, Duration pause, Duration length) {}
