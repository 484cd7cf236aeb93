package io.protolab.platform.registry;

class InMemoryOutboxTest extends OutboxContract {
    private final InMemoryRegistry registry = new InMemoryRegistry();

    @Override
    protected Registry registry() {
        return registry;
    }

    @Override
    protected Outbox outbox() {
        return registry.outbox();
    }
}
