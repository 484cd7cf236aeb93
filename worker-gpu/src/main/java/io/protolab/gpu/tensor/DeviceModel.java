package io.protolab.gpu.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the kernel calls processor and cards; last bits depend on both. */
public final class DeviceModel {
    private static final Path CARDS = Path.of("/proc/driver/nvidia/gpus");
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Pattern CARD = Pattern.compile("(?m)^Model:\\s*(\\S.*?)\\s*$");
    private static final Pattern PROCESSOR = Pattern.compile("(?m)^model name\\s*:\\s*(\\S.*?)\\s*$");

    private DeviceModel() {}

    /** Empty where the kernel does not tell, or tells of several models. */
    static Optional<String> ofCard() {
        return ofCard(CARDS);
    }

    static Optional<String> ofCard(Path cards) {
        try (Stream<Path> directories = Files.list(cards)) {
            List<String> models = directories
                    .map(card -> first(CARD, card.resolve("information")))
                    .flatMap(Optional::stream)
                    .distinct()
                    .toList();
            return models.size() == 1 ? Optional.of(models.get(0)) : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** The architecture alone where the kernel does not tell. */
    public static String ofProcessor() {
        return first(PROCESSOR, PROCESSORS).orElse(System.getProperty("os.arch"));
    }

    private static Optional<String> first(Pattern line, Path file) {
        try {
            Matcher found = line.matcher(Files.readString(file));
            return found.find() ? Optional.of(found.group(1)) : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
