/**
 * What an examination of the platform finds: something left over, or something that contradicts the registry, which alone is true.
 *
 * <p>An examination looks at one system and changes nothing; what may be done about a finding travels with it and is done on request.
 */
@NullMarked
package io.protolab.platform.finding;

import org.jspecify.annotations.NullMarked;
