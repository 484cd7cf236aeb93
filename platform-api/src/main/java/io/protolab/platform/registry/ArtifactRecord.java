package io.protolab.platform.registry;

import io.protolab.platform.artifact.Artifact;

/** An artifact of a trial or sweep and where its bytes are. */
public record ArtifactRecord(String owner, Artifact artifact, String location) {}
