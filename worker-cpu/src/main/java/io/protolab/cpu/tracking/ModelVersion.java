package io.protolab.cpu.tracking;

/**
 * A version that MLflow's registry has to have.
 *
 * @param name of the registered model
 */
record ModelVersion(String trialId, String name) {}
