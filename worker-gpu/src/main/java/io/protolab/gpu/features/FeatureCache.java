package io.protolab.gpu.features;

import io.protolab.platform.artifact.FullDiskException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feature sets on disk, a directory per content address.
 *
 * <p>A set is built aside and renamed when it is whole and forced to disk, so that several processes may share the directory: of two that
 * build the same set, the second finds that of the first and drops its own. A found set is verified by its checksums before its first use
 * in this process; a damaged one is built again. Thread-safe; threads that want the same set wait for one build.
 */
public final class FeatureCache {
    private static final Logger log = LoggerFactory.getLogger(FeatureCache.class);

    private static final String UNFINISHED = ".unfinished-";
    private static final String DISCARDED = ".discarded-";

    /** Nobody builds longer than this; older leftovers belong to processes that died. */
    private static final Duration LONGEST_BUILD = Duration.ofDays(2);

    private final Path directory;
    private final Clock clock;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    private final Set<String> verified = ConcurrentHashMap.newKeySet();

    /** Computes the rows of a set in order. */
    @FunctionalInterface
    public interface Producer {
        void produce(TokenSink sink) throws IOException;
    }

    /** A cache in a directory, which is created if it is missing. */
    public FeatureCache(Path directory, Clock clock) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.clock = clock;
    }

    /** Whether there is a set of that key, perhaps a damaged one. */
    boolean holds(FeatureKey key) {
        return Files.exists(directory.resolve(key.sha256()));
    }

    /** Ends with an error if that many bytes do not fit on the disk. */
    void requireSpace(String what, long bytes) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < bytes) {
            throw new FullDiskException(what + " need " + bytes + " bytes", directory);
        }
    }

    /** A place on the same disk for tokens that nobody else needs. */
    ScratchTokens scratch(FeatureDimensions size) throws IOException {
        requireSpace("the patch tokens of one view", size.bytes());
        return ScratchTokens.in(directory, size);
    }

    /** The set of a key, found or built. */
    public CachedFeatures open(FeatureKey key, FeatureDimensions size, Producer producer) throws IOException {
        String address = key.sha256();
        Path home = directory.resolve(address);
        synchronized (locks.computeIfAbsent(address, unused -> new Object())) {
            if (Files.exists(home)) {
                try {
                    return use(home, key, size);
                } catch (DamagedFeaturesException e) {
                    log.warn("{}; it is built again", e.getMessage());
                    discard(home);
                }
            }
            build(home, key, size, producer);
            return use(home, key, size);
        }
    }

    private CachedFeatures use(Path home, FeatureKey key, FeatureDimensions size) throws IOException {
        CachedFeatures features = CachedFeatures.open(home, key, size, !verified.contains(key.sha256()));
        verified.add(key.sha256());
        Files.setLastModifiedTime(home.resolve(FeatureIndex.FILE), FileTime.from(clock.instant()));
        return features;
    }

    private void build(Path home, FeatureKey key, FeatureDimensions size, Producer producer) throws IOException {
        requireSpace("patch tokens", size.bytes());
        Path aside = Files.createTempDirectory(directory, UNFINISHED);
        try {
            try (FeatureWriter writer = new FeatureWriter(aside, key, size)) {
                producer.produce(writer);
                writer.finish();
            }
            force(aside);
            publish(aside, home);
        } catch (IOException e) {
            throw FullDiskException.named("cannot keep patch tokens", directory, e);
        } finally {
            delete(aside);
        }
    }

    private void publish(Path aside, Path home) throws IOException {
        try {
            Files.move(aside, home, StandardCopyOption.ATOMIC_MOVE);
            force(directory);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
            log.info("{} was built by another process meanwhile", home.getFileName());
        } catch (FileSystemException e) {
            if (!Files.exists(home)) { // on some systems the reason of the refusal is only a text
                throw e;
            }
            log.info("{} was built by another process meanwhile", home.getFileName());
        }
    }

    /** Makes the names in a directory durable. */
    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            channel.force(true);
        }
    }

    /** Takes a set away at once; whoever has mapped it may go on. */
    private void discard(Path home) throws IOException {
        verified.remove(home.getFileName().toString());
        Path aside = Files.createTempDirectory(directory, DISCARDED);
        try {
            Files.move(home, aside.resolve("set"), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(aside);
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Deletes sets that were not used for some time, then the least recently used ones until the rest fits; also what dead processes left.
     *
     * @param unusedFor longest time without use
     * @param maxBytes most bytes of all sets together
     * @return bytes that were freed
     */
    public long evict(Duration unusedFor, long maxBytes) throws IOException {
        Instant now = clock.instant();
        List<StoredSet> sets = new ArrayList<>();
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.toList()) {
                if (child.getFileName().toString().startsWith(".")) {
                    if (lastModified(child).isBefore(now.minus(LONGEST_BUILD))) {
                        delete(child);
                    }
                } else {
                    sets.add(StoredSet.of(child));
                }
            }
        }
        sets.sort(Comparator.comparing(StoredSet::lastUse).thenComparing(StoredSet::home));
        long kept = sets.stream().mapToLong(StoredSet::bytes).sum();
        long freed = 0;
        for (StoredSet set : sets) {
            if (kept > maxBytes || set.lastUse().isBefore(now.minus(unusedFor))) {
                log.info("evicting {} of {} bytes, last used {}", set.home().getFileName(), set.bytes(), set.lastUse());
                discard(set.home());
                kept -= set.bytes();
                freed += set.bytes();
            }
        }
        return freed;
    }

    private static Instant lastModified(Path path) throws IOException {
        return Files.getLastModifiedTime(path).toInstant();
    }

    /**
     * A set as the file system shows it.
     *
     * @param lastUse the index is touched at each use
     */
    private record StoredSet(Path home, long bytes, Instant lastUse) {
        static StoredSet of(Path home) throws IOException {
            Path index = home.resolve(FeatureIndex.FILE);
            long bytes = 0;
            try (Stream<Path> files = Files.list(home)) {
                for (Path file : files.toList()) {
                    bytes += Files.size(file);
                }
            }
            return new StoredSet(home, bytes, lastModified(Files.exists(index) ? index : home));
        }
    }
}
