package io.protolab.platform.cli;

import io.protolab.platform.export.ExportStatus;

/** Asks for an export or a registration and waits for its end. */
final class ExportWatch {
    private static final long POLL_MILLIS = 300;

    private final ApiClient api;

    ExportWatch(ApiClient api) {
        this.api = api;
    }

    /** @throws CommandFailure if it is refused or fails */
    ExportStatus untilDone(String path) throws InterruptedException {
        api.post(path, "");
        ExportStatus status = api.get(path, ExportStatus.class);
        while (status.state() == ExportStatus.State.RUNNING) {
            Thread.sleep(POLL_MILLIS);
            status = api.get(path, ExportStatus.class);
        }
        if (status.state() == ExportStatus.State.FAILED) {
            throw new CommandFailure(ExitCodes.PLATFORM, status.problem());
        }
        return status;
    }
}
