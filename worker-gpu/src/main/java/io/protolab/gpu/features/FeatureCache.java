package io.protolab.gpu.features;

import io.protolab.platform.artifact.FullDiskException;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.experiment.ComputeIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feature sets on disk, a directory per content address.
 *
 * <p>A set is built aside and renamed when it is whole and forced to disk, so that several processes may share the directory: of two that
 * build the same set, the second finds that of the first and drops its own. What a stopped or killed process has built of a set, the next one
 * goes on with. A found set is verified by its checksums before its first use
 * in this process; a damaged one is built again. Thread-safe; threads that want the same set wait for one build.
 */
public final class FeatureCache {
    private static final Logger log = LoggerFactory.getLogger(FeatureCache.class);

    private static final String DISCARDED = ".discarded-";

    /** Nobody builds longer than this; older leftovers belong to processes that died. */
    private static final Duration LONGEST_BUILD = Duration.ofDays(2);

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{64}");

    private final Volume volume;
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
        this.volume = Volume.open("features", directory);
        this.directory = volume.root();
        this.clock = clock;
    }

    /** Where the sets are. */
    public Volume volume() {
        return volume;
    }

    /** Whether there is a set of that key, perhaps a damaged one. */
    boolean holds(FeatureKey key) {
        return Files.exists(directory.resolve(key.sha256()));
    }

    /** Under what a set was computed; empty where there is none, or its identity was not noted. */
    Optional<ComputeIdentity> computedUnder(FeatureKey key) throws IOException {
        try {
            return Optional.ofNullable(
                    FeatureIndex.read(directory.resolve(key.sha256())).computedUnder());
        } catch (DamagedFeaturesException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw volume.named(e);
        }
    }

    /** Ends with an error if that many bytes do not fit on the disk. */
    void requireSpace(String what, long bytes) throws IOException {
        volume.require();
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
            try {
                build(home, key, size, producer);
                return use(home, key, size);
            } catch (IOException e) {
                throw volume.named(e);
            }
        }
    }

    private CachedFeatures use(Path home, FeatureKey key, FeatureDimensions size) throws IOException {
        CachedFeatures features = CachedFeatures.open(home, key, size, !verified.contains(key.sha256()));
        verified.add(key.sha256());
        return features;
    }

    private void build(Path home, FeatureKey key, FeatureDimensions size, Producer producer) throws IOException {
        volume.require();
        try (UnfinishedSet unfinished = UnfinishedSet.take(directory, key.sha256())) {
            Path aside = unfinished.directory();
            try (FeatureWriter writer = FeatureWriter.into(aside, key, size)) {
                requireSpace("patch tokens", size.bytes() - writer.rowCount() * size.rowBytes());
                producer.produce(writer);
                writer.finish();
            } catch (IOException e) {
                IOException failure = FullDiskException.named("cannot keep patch tokens", directory, e);
                if (failure instanceof FullDiskException) {
                    unfinished.strip(); // so that it is deleted: others need the room meanwhile
                }
                throw failure;
            }
            unfinished.strip();
            force(aside);
            publish(aside, home);
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
            UnfinishedSet.delete(aside);
        }
    }

    /**
     * Deletes a set; also what processes that died while they built or deleted one left behind.
     *
     * @param address its key, as references to it say
     * @return false if there was none
     */
    public boolean evict(String address) throws IOException {
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException(
                    "'" + address + "' is no address of a feature set; give a sha256, 64 hexadecimal digits");
        }
        volume.require();
        deleteLeftovers();
        Path home = directory.resolve(address);
        synchronized (locks.computeIfAbsent(address, unused -> new Object())) {
            boolean found = Files.exists(home);
            if (found) {
                log.info("evicting {}", address);
                discard(home);
            }
            return found;
        }
    }

    private void deleteLeftovers() throws IOException {
        Instant newest = clock.instant().minus(LONGEST_BUILD);
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.toList()) {
                boolean leftover = child.getFileName().toString().startsWith(".");
                if (leftover && Files.getLastModifiedTime(child).toInstant().isBefore(newest)) {
                    UnfinishedSet.delete(child);
                }
            }
        }
    }
}
