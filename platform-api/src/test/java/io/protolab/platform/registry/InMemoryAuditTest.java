package io.protolab.platform.registry;

import java.time.Clock;

class InMemoryAuditTest extends AuditContract {
    private final InMemoryRegistry registry = new InMemoryRegistry();

    @Override
    Registry registry() {
        return registry;
    }

    @Override
    Audit audit() {
        return new InMemoryAudit(registry, Clock.systemUTC());
    }
}
