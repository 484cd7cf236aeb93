package io.protolab.gpu.activity;

import io.protolab.gpu.export.ExportMismatchException;
import io.protolab.gpu.image.ChangedFileException;
import io.protolab.gpu.image.UnreadableImageException;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.gpu.training.DivergedException;
import io.protolab.platform.artifact.FullDiskException;
import io.protolab.platform.workflow.FinalFailure;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;

/** Which failures are worth another attempt: all but those that the spec or the data cause. */
final class Failures {
    private Failures() {}

    /** Runs the work of an activity and turns what it throws into failures the retry policies know. */
    static <T> T translated(Callable<T> work) {
        try {
            return work.call();
        } catch (TemporalFailure | ActivityCompletionException e) {
            throw e;
        } catch (Exception e) {
            throw translate(e);
        }
    }

    /** The same failure in words that the retry policies know. */
    static RuntimeException translate(Exception failure) {
        if (failure instanceof UncheckedIOException && failure.getCause() instanceof IOException read) {
            return translate(read);
        }
        if (isFinal(failure)) {
            return FinalFailure.of(message(failure), failure);
        }
        if (failure instanceof FullDiskException) {
            return ApplicationFailure.newFailureWithCause(
                    message(failure), failure.getClass().getName(), failure);
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new RetryableActivityException(message(failure), failure);
    }

    private static boolean isFinal(Exception failure) {
        return failure instanceof ChangedFileException
                || failure instanceof UnreadableImageException
                || failure instanceof TensorFileException
                || failure instanceof NoSuchFileException
                || failure instanceof DivergedException
                || failure instanceof ExportMismatchException
                || failure instanceof IllegalArgumentException
                || failure instanceof ArithmeticException;
    }

    private static String message(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    /** A disk or network that did not serve; its message is the sentence for people. */
    static final class RetryableActivityException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RetryableActivityException(String message, Exception cause) {
            super(message, cause);
        }
    }
}
