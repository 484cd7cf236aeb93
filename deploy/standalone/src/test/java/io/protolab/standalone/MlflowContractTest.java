package io.protolab.standalone;

import io.protolab.cpu.tracking.MlflowContract;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The release that we install keeps the contract, on the database that we give it. */
class MlflowContractTest extends MlflowContract {
    private static DataDirectory data;
    private static LocalPostgres postgres;
    private static MlflowServer server;

    @BeforeAll
    static void start() {
        data = DataDirectory.open(TestDirectories.kept("standalone"), 0);
        postgres = LocalPostgres.start(data, null, line -> {});
        MlflowInstallation installation = MlflowInstallation.ensure(data, null, line -> {});
        server = MlflowServer.start(data, installation, postgres.mlflow(), null, line -> {});
    }

    @AfterAll
    static void stop() {
        server.close();
        postgres.close();
        data.close();
    }

    @Override
    protected URI mlflow() {
        return URI.create(server.address());
    }
}
