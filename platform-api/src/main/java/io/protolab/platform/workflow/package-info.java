/**
 * The Temporal contract: workflows, activities, queues and ids that starter, workers and callers agree on.
 *
 * <p>Payloads are specs, small results and references to artifacts.
 */
@NullMarked
package io.protolab.platform.workflow;

import org.jspecify.annotations.NullMarked;
