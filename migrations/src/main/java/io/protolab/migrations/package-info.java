/** The schema of the registry as forward-only SQL, and the program that applies it. */
@NullMarked
package io.protolab.migrations;

import org.jspecify.annotations.NullMarked;
