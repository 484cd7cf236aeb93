package io.protolab.gpu.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The published backbones that are known to load: data in {@code catalogue.json}, a line per model. */
public final class Catalogue {
    private static final String FILE = "catalogue.json";

    private Catalogue() {}

    /** All of them, by family and size. */
    public static List<CataloguedModel> models() {
        try (InputStream data = Objects.requireNonNull(Catalogue.class.getResourceAsStream(FILE), FILE)) {
            return List.of(new ObjectMapper().readValue(data, CataloguedModel[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Optional<CataloguedModel> model(String name) {
        return models().stream().filter(model -> model.name().equals(name)).findFirst();
    }
}
