/** Every metric against golden numbers of the published code and of standard libraries, and against cases worked out by hand. */
@NullMarked
package io.protolab.cpu.metrics;

import org.jspecify.annotations.NullMarked;
