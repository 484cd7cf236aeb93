package io.protolab.standalone.chaos;

import java.nio.file.Path;
import javax.sql.DataSource;

/**
 * Where the platform under test can be asked, past everything that is disturbed.
 *
 * @param api address of the API server
 * @param mlflow address of MLflow's server
 * @param registry the registry's database
 * @param mlflowDatabase MLflow's own database
 * @param work directory of the checkpoints of trials
 */
public record Premises(String api, String mlflow, DataSource registry, DataSource mlflowDatabase, Path work) {}
