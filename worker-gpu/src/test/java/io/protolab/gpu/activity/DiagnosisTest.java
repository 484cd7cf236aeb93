package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.platform.artifact.FullDiskException;
import io.protolab.platform.artifact.VolumeAwayException;
import io.protolab.platform.workflow.AttemptOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DEVICE_MEMORY | CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.11 GiB of which 1.06 GiB is free.
            DEVICE_MEMORY | CUDA error: out of memory
            DEVICE_MEMORY | CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`
            DEVICE_MEMORY | cuDNN error: CUDNN_STATUS_ALLOC_FAILED
            HOST_MEMORY   | [enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 68719476736 bytes. Error code 12 (Cannot allocate memory)
            HOST_MEMORY   | [enforce fail at alloc_cpu.cpp:83] data. DefaultCPUAllocator: not enough memory: you tried to allocate 9663676416 bytes.
            HOST_MEMORY   | std::bad_alloc
            HOST_MEMORY   | error=Cannot allocate memory
            DEVICE_FAULT  | CUDA error: uncorrectable ECC error encountered
            DEVICE_FAULT  | CUDA error: an illegal memory access was encountered
            DEVICE_FAULT  | CUDA error: unspecified launch failure
            DEVICE_FAULT  | CUDA error: device-side assert triggered
            DEVICE_FAULT  | CUDA error: an illegal instruction was encountered
            DEVICE_FAULT  | CUDA error: misaligned address
            DEVICE_FAULT  | CUDA error: all CUDA-capable devices are busy or unavailable
            DEVICE_FAULT  | CUDA error: CUDA-capable device(s) is/are busy or unavailable
            DEVICE_FAULT  | CUDA error: no CUDA-capable device is detected
            DEVICE_FAULT  | CUDA error: the launch timed out and was terminated
            DEVICE_FAULT  | CUDA error: unknown error
            DEVICE_FAULT  | CUDA error: uncorrectable NVLink error detected during the execution
            DEVICE_FAULT  | CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm( handle, opa, opb, m, n, k)`
            DEVICE_FAULT  | cuDNN error: CUDNN_STATUS_EXECUTION_FAILED
            DEVICE_FAULT  | NVRM: Xid (PCI:0000:65:00): 79, pid=1234, GPU has fallen off the bus.
            DEVICE_FAULT  | Unable to determine the device handle for GPU0: GPU is lost.  Reboot the system to recover this GPU
            UNEXPECTED    | CUDA error: no kernel image is available for execution on the device
            UNEXPECTED    | The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1
            """)
    void tellsFailuresOfTheEngineApart_byTheirTexts(AttemptOutcome outcome, String text) {
        RuntimeException engine =
                new IllegalStateException(text + "\nException raised from c10_cuda_check_implementation");

        assertThat(Diagnosis.of(engine)).isEqualTo(outcome);
        assertThat(Diagnosis.of(new RuntimeException("training failed", engine)))
                .isEqualTo(outcome);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(AttemptOutcome.HOST_MEMORY, new OutOfMemoryError("Java heap space")),
                Arguments.of(
                        AttemptOutcome.HOST_MEMORY, new IOException("Map failed", new OutOfMemoryError("Map failed"))),
                Arguments.of(
                        AttemptOutcome.PLATFORM, new FullDiskException("cannot save a checkpoint", Path.of("/work"))),
                Arguments.of(AttemptOutcome.PLATFORM, new IOException("Input/output error")),
                Arguments.of(AttemptOutcome.PLATFORM, new IOException("Stale file handle")),
                Arguments.of(
                        AttemptOutcome.PLATFORM,
                        new FileSystemException("/data/birds/1.jpg", null, "Transport endpoint is not connected")),
                Arguments.of(AttemptOutcome.PLATFORM, new FileSystemException("/data/birds", null, "Host is down")),
                Arguments.of(
                        AttemptOutcome.PLATFORM,
                        new VolumeAwayException(
                                "the volume work",
                                Path.of("/work"),
                                "it is empty",
                                new NoSuchFileException("/volume/trials/a"))),
                Arguments.of(AttemptOutcome.PLATFORM, new AccessDeniedException("/artifacts/incoming")),
                Arguments.of(AttemptOutcome.PLATFORM, new UncheckedIOException(new IOException("Input/output error"))),
                Arguments.of(
                        AttemptOutcome.PLATFORM,
                        new InternalError("a fault occurred in a recent unsafe memory access operation")),
                Arguments.of(AttemptOutcome.BAD_INPUT, new TensorFileException("weights.pth holds no tensor")),
                Arguments.of(AttemptOutcome.BAD_INPUT, new NoSuchFileException("/data/birds/1.jpg")),
                Arguments.of(
                        AttemptOutcome.BAD_INPUT, new UncheckedIOException(new NoSuchFileException("/data/1.jpg"))),
                Arguments.of(AttemptOutcome.BAD_INPUT, new IllegalArgumentException("switches.checkpoint")),
                Arguments.of(AttemptOutcome.UNEXPECTED, new IllegalStateException("scopes")),
                Arguments.of(AttemptOutcome.UNEXPECTED, new NullPointerException()),
                Arguments.of(AttemptOutcome.UNEXPECTED, new StackOverflowError()));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tellsOtherFailuresApart_byTheirKind(AttemptOutcome outcome, Throwable failure) {
        assertThat(Diagnosis.of(failure)).isEqualTo(outcome);
    }
}
