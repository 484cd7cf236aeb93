/**
 * A backup as one file: a tar archive that ends with the sha256 of everything before.
 *
 * <p>It is written and read as a stream, so that memory does not grow with the number or the size of the files.
 */
@NullMarked
package io.protolab.standalone.archive;

import org.jspecify.annotations.NullMarked;
