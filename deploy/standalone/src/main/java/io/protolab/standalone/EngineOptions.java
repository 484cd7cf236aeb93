package io.protolab.standalone;

import io.protolab.gpu.tensor.DeviceChoice;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.cli.CommandFailure;
import io.protolab.platform.cli.ExitCodes;
import picocli.CommandLine.Option;

/** Where and how a command that needs no server computes. */
final class EngineOptions {
    @Option(
            names = "--device",
            defaultValue = "${env:PROTOLAB_DEVICE:-auto}",
            description = "where tensors are computed: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private DeviceChoice device = DeviceChoice.AUTO;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = CountOption.Threads.class,
            defaultValue = "${env:PROTOLAB_THREADS}",
            description = "threads of one tensor operation (default: all cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    /** @throws CommandFailure if a card was asked for and there is none */
    TorchEngine start() {
        try {
            return TorchEngine.start(device, threads);
        } catch (IllegalStateException e) {
            throw new CommandFailure(ExitCodes.PLATFORM, String.valueOf(e.getMessage()));
        }
    }
}
