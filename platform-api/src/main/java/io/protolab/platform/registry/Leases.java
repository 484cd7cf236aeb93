package io.protolab.platform.registry;

import io.protolab.platform.registry.Outbox.Lease;
import io.protolab.platform.registry.Outbox.Link;
import java.util.Optional;

/** What a sender may do with its lease. */
final class Leases {
    private Leases() {}

    /** @throws RegistryException if the subject was released or taken by another lease */
    static void requireHeld(Lease lease, Optional<Lease> newest) {
        if (newest.filter(lease::equals).isEmpty()) {
            throw new RegistryException("the lease of " + lease.subject() + " by " + lease.owner() + " (number "
                    + lease.fence() + ") is lost: "
                    + newest.map(other -> other.owner() + " holds number " + other.fence())
                            .orElse("it was released")
                    + "; take a new one");
        }
    }

    /** @throws RegistryException if the subject is bound to another run */
    static void requireSame(Link link, String experimentId, String runId) {
        if (!runId.equals(link.runId()) || !experimentId.equals(link.experimentId())) {
            throw new RegistryException(link.subject() + " is bound to MLflow run " + link.runId() + " of experiment "
                    + link.experimentId() + " and cannot be bound to run " + runId + " of experiment " + experimentId);
        }
    }
}
