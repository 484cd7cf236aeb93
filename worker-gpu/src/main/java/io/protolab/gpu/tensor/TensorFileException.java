package io.protolab.gpu.tensor;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A tensor file that does not hold what it should; the message names the file, the tensor and the fault. What it quotes of the
 * file may be anything, so control characters become question marks, and it ends after {@value #MOST_CHARACTERS}. Final.
 */
public final class TensorFileException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_CHARACTERS = 2000;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    public TensorFileException(String message) {
        super(printable(message));
    }

    public TensorFileException(String message, Throwable cause) {
        super(printable(message), cause);
    }

    private static String printable(String message) {
        String start = message.length() <= MOST_CHARACTERS ? message : message.substring(0, MOST_CHARACTERS) + "…";
        return CONTROL.matcher(start).replaceAll("?");
    }
}
