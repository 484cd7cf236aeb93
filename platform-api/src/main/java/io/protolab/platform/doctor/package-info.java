/**
 * Finds what is left over or contradicts the registry in all systems, and puts it in order.
 *
 * <p>Each examination is of one system and answers also where another one is away. Only what nobody could miss is ever taken away.
 */
@NullMarked
package io.protolab.platform.doctor;

import org.jspecify.annotations.NullMarked;
