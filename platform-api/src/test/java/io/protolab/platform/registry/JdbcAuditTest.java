package io.protolab.platform.registry;

import org.junit.jupiter.api.AfterEach;

class JdbcAuditTest extends AuditContract {
    private final MigratedDatabase database = MigratedDatabase.fresh();
    private final Registry registry = new JdbcRegistry(database.dataSource());

    @AfterEach
    void drop() {
        database.close();
    }

    @Override
    Registry registry() {
        return registry;
    }

    @Override
    Audit audit() {
        return new JdbcAudit(database.dataSource());
    }
}
