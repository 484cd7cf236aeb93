/**
 * The one JSON configuration for everything on the wire, in files and in fingerprints.
 *
 * <p>Equal values give equal bytes.
 */
@NullMarked
package io.protolab.platform.json;

import org.jspecify.annotations.NullMarked;
