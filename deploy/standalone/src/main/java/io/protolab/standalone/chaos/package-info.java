/**
 * The platform under faults. A plan drawn from a seed says what is done to which part and when; injections do it; an audit then
 * compares everything that was recorded with a sweep that nobody disturbed.
 *
 * <p>How processes are started and hurt is the business of the package above, which this one does not know.
 */
@NullMarked
package io.protolab.standalone.chaos;

import org.jspecify.annotations.NullMarked;
