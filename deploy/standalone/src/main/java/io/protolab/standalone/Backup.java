package io.protolab.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.protolab.platform.cli.CommandFailure;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.standalone.archive.ArchiveHeader;
import io.protolab.standalone.archive.ArchiveWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;

/**
 * Writes a data directory into one file, while it is in use or not. The database comes first: rows name files that are there already, so
 * that every file which a copied row names is in the copy too.
 */
final class Backup {
    private static final String DATABASE = "postgres";
    private static final String CLUSTER = DATABASE + "/cluster";
    private static final String CONTROL = CLUSTER + "/global/pg_control";
    private static final int PRIVATE = 0600;

    private final Path data;
    private final boolean features;
    private final Progress.Step progress;

    /** What was written. */
    record Summary(long files, long bytes) {}

    @FunctionalInterface
    private interface DatabaseCopy {
        void into(ArchiveWriter archive) throws IOException;
    }

    /** @param features whether feature sets are kept; they can be made again */
    Backup(Path data, boolean features, Progress.Step progress) {
        this.data = data.toAbsolutePath().normalize();
        this.features = features;
        this.progress = progress;
    }

    /**
     * Writes a new file, under another name until it is whole and on the disk.
     *
     * @throws CommandFailure if there is nothing to save, or the file may not be written
     * @throws StartupException if the directory is in use and its database does not answer, or there is no room
     */
    Summary write(Path target) throws IOException {
        Path file = target.toAbsolutePath().normalize();
        requireSensible(file);
        if (DataDirectory.user(data).isPresent()) {
            return whileItRuns(file);
        }
        try (DataDirectory alone = DataDirectory.open(data, 0)) {
            ClusterLock.clear(alone.root().resolve(CLUSTER));
            KeptFiles kept = new KeptFiles(data, false, features);
            return write(file, kept, archive -> copy(kept, DATABASE, archive));
        }
    }

    private Summary whileItRuns(Path file) throws IOException {
        KeptFiles kept = new KeptFiles(data, true, features);
        try (RunningCluster cluster = RunningCluster.begin(data)) {
            return write(file, kept, archive -> {
                copy(kept, DATABASE, archive);
                finish(cluster, archive);
            });
        } catch (JdbiException e) {
            throw RunningCluster.failure(data, e);
        }
    }

    /** The files without which the others are no cluster. */
    private void finish(RunningCluster cluster, ArchiveWriter archive) throws IOException {
        archive.file(CONTROL, PRIVATE, data.resolve(CONTROL));
        RunningCluster.Ending ending = cluster.end();
        archive.content(CLUSTER + "/backup_label", PRIVATE, ending.label().getBytes(UTF_8));
        for (String segment : ending.segments()) {
            String path = CLUSTER + "/pg_wal/" + segment;
            if (!archive.file(path, PRIVATE, data.resolve(path))) {
                throw new IOException("PostgreSQL's log lost " + segment + " during the backup; try again");
            }
        }
    }

    private void requireSensible(Path file) throws IOException {
        if (!Files.isDirectory(data.resolve(CLUSTER))) {
            throw new CommandFailure(
                    ExitCodes.INVALID, data + " holds no platform; name its data directory with --data DIR");
        }
        if (Files.exists(file)) {
            throw new CommandFailure(ExitCodes.INVALID, file + " exists already; delete it or name another file");
        }
        Path parent = parentOf(file);
        if (!Files.isDirectory(parent)) {
            throw new CommandFailure(ExitCodes.INVALID, "there is no directory " + parent + "; make it first");
        }
        if (parent.toRealPath().startsWith(data.toRealPath())) {
            throw new CommandFailure(
                    ExitCodes.INVALID, file + " lies in the directory that is to be saved; name a file outside of it");
        }
    }

    private Summary write(Path file, KeptFiles kept, DatabaseCopy database) throws IOException {
        ArchiveHeader header = header(kept);
        long free = Files.getFileStore(parentOf(file)).getUsableSpace();
        if (free < header.bytes()) {
            throw new StartupException(
                    String.format(
                            "The disk of %s has %d MB free, and the backup takes %d MB.",
                            file, free >> 20, header.bytes() >> 20),
                    "Free some space, choose another place, or leave the feature sets out with --without-features.");
        }
        Path partial = aside(file, ".partial");
        Path spool = aside(file, ".manifest");
        try (ArchiveWriter archive = new ArchiveWriter(partial, spool, header)) {
            progress.say("the database");
            database.into(archive);
            for (String name : others()) {
                progress.say(name);
                copy(kept, name, archive);
            }
            archive.finish();
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            return new Summary(archive.files(), archive.bytes());
        } finally {
            Files.deleteIfExists(partial);
            Files.deleteIfExists(spool);
        }
    }

    /** For us alone, since it holds passwords; gone when this process ends, whatever ends it but a kill. */
    private static Path aside(Path file, String suffix) throws IOException {
        Path aside = Files.createTempFile(parentOf(file), file.getFileName() + ".", suffix);
        aside.toFile().deleteOnExit();
        return aside;
    }

    private ArchiveHeader header(KeptFiles kept) throws IOException {
        long[] total = new long[2];
        kept.forEach("", (path, file, attributes) -> {
            if (attributes.isRegularFile()) {
                total[0]++;
                total[1] += attributes.size();
            }
        });
        String major = Files.readString(data.resolve(CLUSTER + "/PG_VERSION")).strip();
        return new ArchiveHeader(ArchiveHeader.FORMAT, Instant.now(), major, total[0], total[1], features);
    }

    /** Whatever else is in the data directory, by name. */
    private List<String> others() throws IOException {
        try (Stream<Path> children = Files.list(data)) {
            return children.map(child -> child.getFileName().toString())
                    .filter(name -> !name.equals(DATABASE))
                    .sorted()
                    .toList();
        }
    }

    private static void copy(KeptFiles kept, String start, ArchiveWriter archive) throws IOException {
        kept.forEach(start, (path, file, attributes) -> {
            try {
                if (attributes.isDirectory()) {
                    archive.directory(path, mode(file));
                } else {
                    archive.file(path, mode(file), file);
                }
            } catch (NoSuchFileException e) {
                // it went between the look at its directory and the look at its mode
            }
        });
    }

    private static int mode(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:mode") & 0777;
    }

    private static Path parentOf(Path file) {
        return file.resolveSibling(".").normalize();
    }
}
