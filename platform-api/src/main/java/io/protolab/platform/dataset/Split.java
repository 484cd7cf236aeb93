package io.protolab.platform.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which part of a dataset an image belongs to. */
public enum Split {
    @JsonProperty("train")
    TRAIN,
    @JsonProperty("validation")
    VALIDATION,
    @JsonProperty("test")
    TEST
}
