package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

/** L2 normalisation of the backbone's patch tokens before the head; the reference applies it to CLIP and BiomedCLIP. */
public enum FeatureNorm {
    @JsonProperty("none")
    NONE,
    @JsonProperty("channels")
    CHANNELS,
    /** Over the token axis, as the reference code does for BiomedCLIP. */
    @JsonProperty("tokens")
    TOKENS
}
