package io.protolab.standalone;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.regex.Pattern;

/**
 * What of a data directory a backup keeps. Links are followed, so that the copy stands alone; what vanishes meanwhile is left out,
 * because directories of results come and go as a whole.
 */
final class KeptFiles {
    /** What a start makes again, or holds for this machine and this moment only. By path below the data directory. */
    private static final Pattern PASSING = Pattern.compile(String.join(
            "|",
            "lock|pid|addresses\\.json(\\.new)?|logs|\\.restoring",
            "mlflow/environment|mlflow/requirements\\.txt",
            "postgres/binaries.*|postgres/cluster\\.partial",
            "postgres/cluster/postmaster\\.(pid|opts)",
            "features/\\.(unfinished|discarded)-.*",
            "artifacts/incoming/.*"));

    /** What a running server does not want to find in a copy of its cluster: it makes it again, or the copy has its own. */
    private static final Pattern OF_A_RUNNING_SERVER = Pattern.compile(String.join(
            "|",
            "postgres/cluster/(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)/.*",
            "postgres/cluster/global/pg_control", // comes last: it must not be older than any other
            "postgres/cluster/(backup_label|tablespace_map|current_logfiles)(\\.old)?",
            "postgres/cluster/.*/(pg_internal\\.init.*|pgsql_tmp.*)"));

    private static final String FEATURES = "features/.*";

    private final Path root;
    private final boolean running;
    private final boolean features;

    /** What is done with one of them. */
    @FunctionalInterface
    interface Visit {
        /** @param path below the data directory, with forward slashes */
        void on(String path, Path file, BasicFileAttributes attributes) throws IOException;
    }

    /**
     * The kept files of a data directory.
     *
     * @param running whether a database server works in it
     * @param features whether feature sets are kept
     */
    KeptFiles(Path root, boolean running, boolean features) {
        this.root = root;
        this.running = running;
        this.features = features;
    }

    /** Visits directories, each before its content, and regular files below a path of the data directory. */
    void forEach(String start, Visit visit) throws IOException {
        Files.walkFileTree(
                root.resolve(start),
                EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                Integer.MAX_VALUE,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                            throws IOException {
                        String path = path(directory);
                        if (!keeps(path)) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        if (!path.isEmpty()) {
                            visit.on(path, directory, attributes);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        if (attributes.isRegularFile() && keeps(path(file))) {
                            visit.on(path(file), file, attributes);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                        if (failure instanceof NoSuchFileException || !keeps(path(file))) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failure;
                    }
                });
    }

    private String path(Path file) {
        return root.relativize(file).toString();
    }

    private boolean keeps(String path) {
        return !PASSING.matcher(path).matches()
                && (features || !path.matches(FEATURES))
                && (!running || !OF_A_RUNNING_SERVER.matcher(path).matches());
    }
}
