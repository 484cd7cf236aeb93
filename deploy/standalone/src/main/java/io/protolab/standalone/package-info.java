/**
 * Everything in one process: PostgreSQL and MLflow as children, Temporal and our own processes inside.
 * Composition only; what a part does is written where the part lives.
 * Children end with us, however we end, and a next start finds everything in one data directory.
 */
@NullMarked
package io.protolab.standalone;

import org.jspecify.annotations.NullMarked;
