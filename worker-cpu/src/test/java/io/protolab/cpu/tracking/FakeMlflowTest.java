package io.protolab.cpu.tracking;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;

/** The fake keeps the contract of the real server. */
class FakeMlflowTest extends MlflowContract {
    private static final FakeMlflow SERVER = new FakeMlflow(0);

    @Override
    protected URI mlflow() {
        return SERVER.address();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }
}
