package io.protolab.platform.registry;

import org.junit.jupiter.api.AfterEach;

class JdbcRegistryTest extends RegistryContract {
    private final TestDatabase database = TestDatabase.fresh();
    private final Registry registry = new JdbcRegistry(database.dataSource());

    @AfterEach
    void drop() {
        database.close();
    }

    @Override
    protected Registry registry() {
        return registry;
    }
}
