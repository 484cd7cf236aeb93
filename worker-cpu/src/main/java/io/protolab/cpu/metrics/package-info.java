/**
 * Evidence to numbers: arrays in, numbers out. Every function here is pure, knows no file, no spec and no tensor library, and
 * follows one published definition; where the published code and its definition part ways, both are offered by an enum with two
 * constants. A number that has no value is an empty {@code Optional}, never zero and never left out in silence.
 */
@NullMarked
package io.protolab.cpu.metrics;

import org.jspecify.annotations.NullMarked;
