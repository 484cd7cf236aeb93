package io.protolab.gpu.activity;

import io.protolab.gpu.export.ExportMismatchException;
import io.protolab.gpu.image.ChangedFileException;
import io.protolab.gpu.image.UnreadableImageException;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.gpu.training.DivergedException;
import io.protolab.gpu.training.SupersededException;
import io.protolab.platform.artifact.VolumeAwayException;
import io.protolab.platform.workflow.AttemptOutcome;
import io.temporal.client.WorkflowException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a failure calls for. The engine has one exception for everything, so what happened on a card or in its allocator is told by the texts of
 * PyTorch, CUDA, cuDNN and cuBLAS.
 */
final class Diagnosis {
    private static final int DEEPEST_CAUSE = 20;

    /** In this order: an allocation that failed is no fault of the device. */
    private static final Map<AttemptOutcome, Pattern> TEXTS = texts();

    private Diagnosis() {}

    private static Map<AttemptOutcome, Pattern> texts() {
        Map<AttemptOutcome, Pattern> texts = new LinkedHashMap<>();
        texts.put(
                AttemptOutcome.DEVICE_MEMORY,
                anyOf(
                        "CUDA out of memory",
                        "CUDA error: out of memory",
                        "CUDNN_STATUS_ALLOC_FAILED",
                        "CUBLAS_STATUS_ALLOC_FAILED",
                        "cudaErrorMemoryAllocation"));
        texts.put(
                AttemptOutcome.HOST_MEMORY,
                anyOf(
                        "DefaultCPUAllocator: can't allocate memory",
                        "DefaultCPUAllocator: not enough memory",
                        "std::bad_alloc",
                        "Cannot allocate memory",
                        "errno=12\\b"));
        texts.put(
                AttemptOutcome.DEVICE_FAULT,
                anyOf(
                        "an illegal memory access was encountered",
                        "an illegal instruction was encountered",
                        "misaligned address",
                        "unspecified launch failure",
                        "device-side assert triggered",
                        "uncorrectable (ECC|NVLink) error",
                        "hardware stack error",
                        "the launch timed out and was terminated",
                        "CUDA-capable devices?.{0,12} busy or unavailable",
                        "no CUDA-capable device is detected",
                        "no longer detected",
                        "fallen off the bus",
                        "GPU is lost",
                        "CUDA error: (unknown error|device not ready|invalid device ordinal|initialization error)",
                        "CUDA error: system (not yet initialized|driver error)",
                        "CUDNN_STATUS_(EXECUTION_FAILED|INTERNAL_ERROR|NOT_INITIALIZED|MAPPING_ERROR)",
                        "CUBLAS_STATUS_(EXECUTION_FAILED|INTERNAL_ERROR|NOT_INITIALIZED|MAPPING_ERROR)",
                        "CUDA driver error",
                        "NVML_SUCCESS == r INTERNAL ASSERT FAILED"));
        return texts;
    }

    private static Pattern anyOf(String... texts) {
        return Pattern.compile(String.join("|", texts));
    }

    /** What is to be done about it, by the outermost of its causes that tells. */
    static AttemptOutcome of(Throwable failure) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            Optional<AttemptOutcome> told = told(cause);
            if (told.isPresent()) {
                return told.get();
            }
        }
        return causes.stream().anyMatch(Diagnosis::isOfTheMachine)
                ? AttemptOutcome.PLATFORM
                : isRefused(failure) ? AttemptOutcome.BAD_INPUT : AttemptOutcome.UNEXPECTED;
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (@Nullable Throwable cause = failure;
                cause != null && causes.size() < DEEPEST_CAUSE;
                cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private static Optional<AttemptOutcome> told(Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            return Optional.of(AttemptOutcome.HOST_MEMORY);
        }
        if (cause instanceof DivergedException) {
            return Optional.of(AttemptOutcome.DIVERGED);
        }
        if (cause instanceof SupersededException) {
            return Optional.of(AttemptOutcome.PREEMPTED); // a later attempt goes on
        }
        if (cause instanceof VolumeAwayException) {
            return Optional.of(AttemptOutcome.PLATFORM); // whichever file was missed first
        }
        if (isBadFile(cause)) {
            return Optional.of(AttemptOutcome.BAD_INPUT);
        }
        String text = String.valueOf(cause.getMessage());
        return TEXTS.entrySet().stream()
                .filter(known -> known.getValue().matcher(text).find())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isBadFile(Throwable cause) {
        return cause instanceof ChangedFileException
                || cause instanceof UnreadableImageException
                || cause instanceof TensorFileException
                || cause instanceof NoSuchFileException
                || cause instanceof ExportMismatchException;
    }

    /** Disk, network, Temporal; and the mapping of a file whose volume went away, which the JVM reports as an error of its own. */
    private static boolean isOfTheMachine(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof UncheckedIOException
                || cause instanceof WorkflowException
                || cause instanceof InternalError;
    }

    /** Our own checks of what was given. */
    private static boolean isRefused(Throwable failure) {
        return failure instanceof IllegalArgumentException || failure instanceof ArithmeticException;
    }
}
