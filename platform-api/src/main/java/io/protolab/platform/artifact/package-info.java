/**
 * Files with a name and a checksum, and where they are kept.
 *
 * <p>Processes pass references, never contents.
 */
@NullMarked
package io.protolab.platform.artifact;

import org.jspecify.annotations.NullMarked;
