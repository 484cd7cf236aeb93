/** Every picture looked at by its size, by pixels of known places, and by drawing it twice. */
@NullMarked
package io.protolab.cpu.report;

import org.jspecify.annotations.NullMarked;
