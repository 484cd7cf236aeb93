package io.protolab.platform.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SweepClientTest {

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void doesNotLetPeopleWait_forAServerThatNeverAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                TemporalConnection temporal = TemporalConnection.to("127.0.0.1:" + silent.getLocalPort(), "default")) {
            SweepClient sweeps = new SweepClient(temporal.client());

            assertThat(sweeps.progress("demo")).isEmpty();
            assertThat(sweeps.reachable()).isFalse();
        }
    }
}
