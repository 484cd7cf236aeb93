/**
 * The command line: talks HTTP to the API server and knows nothing else.
 *
 * <p>The only package that writes to standard output.
 */
@NullMarked
package io.protolab.platform.cli;

import org.jspecify.annotations.NullMarked;
