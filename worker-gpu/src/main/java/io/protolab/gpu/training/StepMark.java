package io.protolab.gpu.training;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * How many steps of a training any attempt has done so far, in a file of eight bytes that is overwritten after each step. The kernel keeps them when
 * the process is killed, so the steps done since the last checkpoint are known and not only guessed.
 */
final class StepMark implements Closeable {
    private final RandomAccessFile file;
    private long furthest;

    private StepMark(RandomAccessFile file, long furthest) {
        this.file = file;
        this.furthest = furthest;
    }

    /** @param furthest steps that earlier attempts have done */
    static StepMark open(Path path, long furthest) throws IOException {
        StepMark mark = new StepMark(new RandomAccessFile(path.toFile(), "rw"), furthest);
        mark.write();
        return mark;
    }

    /** 0 if there is no whole mark. */
    static long read(Path path) throws IOException {
        try {
            byte[] content = Files.readAllBytes(path);
            return content.length == Long.BYTES ? ByteBuffer.wrap(content).getLong() : 0;
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    /** So many steps are done since the beginning of the training. */
    void reached(long steps) throws IOException {
        if (steps > furthest) {
            furthest = steps;
            write();
        }
    }

    private void write() throws IOException {
        file.seek(0);
        file.write(ByteBuffer.allocate(Long.BYTES).putLong(furthest).array());
    }

    long furthest() {
        return furthest;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
