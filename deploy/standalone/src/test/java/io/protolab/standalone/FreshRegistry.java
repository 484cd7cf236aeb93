package io.protolab.standalone;

import java.io.IOException;
import javax.sql.DataSource;

/** A registry with its whole schema and no row, on a PostgreSQL of its own. */
public final class FreshRegistry implements AutoCloseable {
    private final DataDirectory data;
    private final LocalPostgres postgres;

    /** @param name of its directory, below that of all tests */
    public FreshRegistry(String name) throws IOException {
        data = DataDirectory.open(TestDirectories.fresh(name), 0);
        postgres = LocalPostgres.start(data, null, line -> {});
    }

    /** For whoever may read and write rows. */
    public DataSource rows() {
        return postgres.application().dataSource();
    }

    @Override
    public void close() {
        postgres.close();
        data.close();
    }
}
