package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The dataset layouts that have a reader, and those whose names are known but whose reader is still to come. */
public enum DatasetKind {
    /** Rendered by the platform. */
    @JsonProperty("flatbirds")
    FLATBIRDS(true),
    /** The FunnyBirds archive layout on disk. */
    @JsonProperty("funnybirds")
    FUNNYBIRDS(true),
    /** {@code root/[train|val|test/]class/*}. */
    @JsonProperty("imagefolder")
    IMAGEFOLDER(true),
    @JsonProperty("cub")
    CUB(false),
    @JsonProperty("cars")
    CARS(false),
    @JsonProperty("pets")
    PETS(false),
    @JsonProperty("isic2019")
    ISIC2019(false),
    @JsonProperty("rsna")
    RSNA(false),
    @JsonProperty("lc25000")
    LC25000(false);

    private final boolean readable;

    DatasetKind(boolean readable) {
        this.readable = readable;
    }

    /** Whether a reader exists; a sweep over a kind without one is refused. */
    public boolean readable() {
        return readable;
    }
}
