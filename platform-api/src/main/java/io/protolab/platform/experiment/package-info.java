/**
 * What may be asked for and what comes back, as values.
 *
 * <p>An <em>experiment</em> is a named question; a <em>sweep</em> explores it over a search space; a <em>trial</em> is one
 * assignment and one seed; a <em>run</em> is the MLflow record of a trial; an <em>artifact</em> is a file with a checksum.
 */
@NullMarked
package io.protolab.platform.experiment;

import org.jspecify.annotations.NullMarked;
