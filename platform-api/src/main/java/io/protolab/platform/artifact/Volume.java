package io.protolab.platform.artifact;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the platform on a volume that may be away for a while. A file in it tells a volume that is away from a file that is missing,
 * and keeps processes from writing into the empty mount point. Whoever may write there writes it when it opens the volume; it is found again
 * whatever the volume's device is called after it was mounted anew. Thread-safe.
 */
public final class Volume {
    /** Not hidden: hidden files of these directories are leftovers. */
    public static final String MARKER = "protolab-volume.txt";

    private final String name;
    private final Path root;
    private final Path sign;

    private Volume(String name, Path root, Path sign) {
        this.name = name;
        this.root = root;
        this.sign = sign;
    }

    /**
     * Opens a directory, which is created if it is missing: whoever starts takes what is there for the volume.
     *
     * @param name what people call it
     */
    public static Volume open(String name, Path directory) throws IOException {
        Path root = Files.createDirectories(directory.toAbsolutePath().normalize());
        Path marker = root.resolve(MARKER);
        if (!Files.exists(marker)) {
            try {
                Path unused = Files.writeString(marker, text(name), StandardOpenOption.CREATE);
            } catch (FileSystemException readOnly) {
                return new Volume(name, root, root);
            }
        }
        return new Volume(name, root, marker);
    }

    private static String text(String name) {
        return "The " + name
                + " directory of protolab. Do not delete this file: a running process takes the directory without it"
                + " for the mount point of a volume that is away, and waits.\n";
    }

    /** One that always holds this directory, which is created if it is missing and is the sign that the volume is there. */
    static Volume with(String name, Path root, Path kept) throws IOException {
        return new Volume(name, root, Files.createDirectories(kept));
    }

    /**
     * Tells a volume of somebody else's that is not mounted from a file that is missing on it.
     *
     * @param name of what lies there, such as {@code dataset birds}
     * @param directory of it, which was there
     * @param which that directory is, such as {@code its directory}
     * @param missing failure at a file in it
     * @throws VolumeAwayException if the directory is missing, or holds nothing
     */
    public static void requireAround(String name, Path directory, String which, IOException missing)
            throws VolumeAwayException {
        if (isAway(directory)) {
            throw new VolumeAwayException(name, directory, which + ", which was there, is missing or empty", missing);
        }
    }

    static boolean isAway(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.findAny().isEmpty();
        } catch (IOException unreadable) {
            return true;
        }
    }

    public Path root() {
        return root;
    }

    /** To be called before anything is created right below the root. */
    public void require() throws VolumeAwayException {
        if (!Files.exists(sign)) {
            throw away(null);
        }
    }

    /** The failure of an operation on the volume by its name if the volume is away, and as it is otherwise. */
    public IOException named(IOException failure) {
        return failure instanceof VolumeAwayException || Files.exists(sign) ? failure : away(failure);
    }

    private VolumeAwayException away(@Nullable IOException cause) {
        return new VolumeAwayException("the volume " + name, root, "there is no " + sign, cause);
    }
}
