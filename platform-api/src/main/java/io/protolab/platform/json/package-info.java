/**
 * The one JSON configuration for everything on the wire, in files and in fingerprints.
 *
 * <p>Equal values give equal bytes; maps are sorted but for the axes of a search, whose order numbers the trials.
 */
@NullMarked
package io.protolab.platform.json;

import org.jspecify.annotations.NullMarked;
