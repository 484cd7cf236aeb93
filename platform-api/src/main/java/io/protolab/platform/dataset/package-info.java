/**
 * The one description of a prepared dataset that every worker reads.
 *
 * <p>Readers of raw layouts end here; nothing else about a dataset crosses a process boundary.
 */
@NullMarked
package io.protolab.platform.dataset;

import org.jspecify.annotations.NullMarked;
