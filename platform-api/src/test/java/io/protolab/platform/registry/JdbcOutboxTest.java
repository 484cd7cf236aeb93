package io.protolab.platform.registry;

import org.junit.jupiter.api.AfterEach;

class JdbcOutboxTest extends OutboxContract {
    private final MigratedDatabase database = MigratedDatabase.fresh();
    private final Registry registry = new JdbcRegistry(database.dataSource());

    @AfterEach
    void drop() {
        database.close();
    }

    @Override
    protected Registry registry() {
        return registry;
    }

    @Override
    protected Outbox outbox() {
        return new JdbcOutbox(database.dataSource());
    }
}
