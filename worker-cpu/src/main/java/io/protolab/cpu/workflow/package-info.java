/**
 * How a sweep and a trial run: deterministic code, replayed from Temporal's history.
 *
 * <p>No files, sockets, SQL, threads, clocks, random numbers or environment; everything that touches the world is an activity.
 */
@NullMarked
package io.protolab.cpu.workflow;

import org.jspecify.annotations.NullMarked;
