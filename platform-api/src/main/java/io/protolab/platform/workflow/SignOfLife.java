package io.protolab.platform.workflow;

import java.time.Instant;

/**
 * What a workflow reads in the heartbeats of a training, whatever else they hold.
 *
 * @param trainedSteps optimiser steps done since the beginning of the training, by all attempts
 * @param at when the worker said so
 */
public record SignOfLife(long trainedSteps, Instant at) {}
