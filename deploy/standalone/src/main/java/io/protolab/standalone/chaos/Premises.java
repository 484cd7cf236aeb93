package io.protolab.standalone.chaos;

import javax.sql.DataSource;

/**
 * Where the platform under test can be asked, past everything that is disturbed.
 *
 * @param api address of the API server
 * @param temporal host and port of Temporal's frontend
 * @param namespace in which the platform's workflows are
 * @param registry the registry's database
 * @param mlflow MLflow's own database
 */
public record Premises(
        String api, String temporal, String namespace, DataSource registry, DataSource mlflow, Volumes volumes) {}
