package io.protolab.platform.cli;

import io.protolab.platform.json.Json;
import io.protolab.platform.registry.FeatureSetRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cache",
        description = "Show the patch tokens that are kept for sweeps, and delete some.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CacheCommand.Ls.class, CacheCommand.Evict.class})
final class CacheCommand {
    private static void print(List<FeatureSetRecord> sets) {
        Table table = new Table("feature set", "dataset/backbone", "images", "size", "last used", "state");
        sets.forEach(set -> table.row(
                set.key().substring(0, Math.min(12, set.key().length())),
                String.join(", ", set.uses()),
                Integer.toString(set.images()),
                Amounts.size(set.bytes()),
                set.lastUsedAt().toString(),
                set.evictedAt() != null ? "evicted" : set.inUse() ? "in use" : ""));
        System.out.print(table);
    }

    @Command(
            name = "ls",
            description = "List feature sets, least recently used first.",
            mixinStandardHelpOptions = true)
    static final class Ls implements Callable<Integer> {
        @Mixin
        private Connection connection = new Connection();

        @Override
        public Integer call() {
            return connection.print(ApiPaths.FEATURE_SETS, FeatureSetRecord.class, Ls::show);
        }

        private static void show(List<FeatureSetRecord> sets) {
            print(sets);
            List<FeatureSetRecord> stored =
                    sets.stream().filter(set -> set.evictedAt() == null).toList();
            long bytes = stored.stream().mapToLong(FeatureSetRecord::bytes).sum();
            System.out.println(stored.size() + " stored, " + Amounts.size(bytes));
        }
    }

    @Command(
            name = "evict",
            description = "Delete feature sets that no open sweep uses; a sweep that wants one builds it again.",
            mixinStandardHelpOptions = true)
    static final class Evict implements Callable<Integer> {
        @Mixin
        private Connection connection = new Connection();

        @ArgGroup(exclusive = false, multiplicity = "1")
        private Limits limits = new Limits();

        @Option(names = "--dry-run", description = "only show what would be deleted")
        private boolean dryRun;

        /** At least one of them, so that nothing is deleted by a slip. */
        static final class Limits {
            @Option(
                    names = "--older-than",
                    paramLabel = "AGE",
                    converter = Amounts.Age.class,
                    description = "delete sets that were not used for so long, such as 12h, 30d or 4w")
            private @Nullable Duration olderThan;

            @Option(
                    names = "--keep",
                    paramLabel = "SIZE",
                    converter = Amounts.Size.class,
                    description = "delete the least recently used until no more than this is stored, such as 200GB")
            private @Nullable Long keep;
        }

        @Override
        public Integer call() {
            ApiClient api = connection.client();
            EvictionChoice choice = EvictionChoice.of(
                    api.list(ApiPaths.FEATURE_SETS, FeatureSetRecord.class),
                    Optional.ofNullable(limits.olderThan),
                    Optional.ofNullable(limits.keep),
                    Instant.now());
            if (!dryRun) {
                for (FeatureSetRecord set : choice.chosen()) {
                    String unused = api.post(ApiPaths.eviction(set.key()), "");
                }
            }
            if (connection.json()) {
                System.out.println(Json.text(choice.chosen()));
            } else {
                tell(choice);
            }
            return ExitCodes.DONE;
        }

        private void tell(EvictionChoice choice) {
            if (!choice.chosen().isEmpty()) {
                print(choice.chosen());
            }
            System.out.printf(
                    "%d %s, %s; %s%s%n",
                    choice.chosen().size(),
                    dryRun ? "would be deleted" : "are being deleted",
                    Amounts.size(choice.freedBytes()),
                    Amounts.size(choice.keptBytes()) + (dryRun ? " would stay" : " stay"),
                    limits.keep != null && choice.keptBytes() > limits.keep ? ", because open sweeps use them" : "");
        }
    }
}
