package io.protolab.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Remembers what passes through streams. */
final class Overheard {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    /** A stream into another one that is listened to. */
    OutputStream copying(OutputStream target) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                heard.write(value);
                target.write(value);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                heard.write(bytes, from, count);
                target.write(bytes, from, count);
            }

            @Override
            public void flush() throws IOException {
                target.flush();
            }
        };
    }

    String text() {
        return heard.toString(StandardCharsets.UTF_8);
    }
}
