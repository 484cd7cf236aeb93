/**
 * Golden cases: inputs and expected numbers of the field's own libraries in a directory each, run through the same classes that train.
 * {@link io.protolab.gpu.selftest.Selftest} finds, runs and judges them; it needs no server. One runner per kind of case.
 */
@NullMarked
package io.protolab.gpu.selftest;

import org.jspecify.annotations.NullMarked;
