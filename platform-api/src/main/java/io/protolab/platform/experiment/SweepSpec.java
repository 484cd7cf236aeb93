package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole sweep as a user writes it: one YAML file, complete in itself. */
public record SweepSpec(
        @Setting(doc = "version of this format", pattern = "protolab/v1")
        String apiVersion,

        @Setting(doc = "Sweep", pattern = "Sweep") String kind,

        @Setting(doc = "short name of the sweep; part of its id", pattern = "[a-z0-9][a-z0-9-]{0,39}")
        String name,

        @Setting(doc = "name of the experiment, here and in MLflow; one line", pattern = "[^\\x00-\\x1F\\x7F]{1,250}")
        String experiment,

        @Setting(doc = "the question this sweep answers, in words", value = "\"\"", pattern = "[^\\x00]*")
        String question,

        @Setting(doc = "datasets; each is an axis value") List<DatasetSpec> datasets,
        @Setting(doc = "backbones; each is an axis value") List<BackboneSpec> backbones,
        @Setting(doc = "prototype head", value = "{}") PrototypeHeadSpec head,
        @Setting(doc = "loss", value = "{}") LossSpec loss,
        @Setting(doc = "training", value = "{}") TrainingSpec training,
        @Setting(doc = "evaluation", value = "{}") EvaluationSpec evaluation,

        @Setting(doc = "deviations from the reference; preset strict or compat, then single switches", value = "{}")
        ReferenceSwitches switches,

        @Setting(doc = "search", value = "{}") SearchSpec search,

        @Setting(doc = "seeds; every assignment is run once per seed", value = "[0]", min = 0)
        List<Long> seeds,

        @Setting(doc = "trials in flight at once; GPUs are the workers' matter", value = "2", min = 1, max = 500)
        int parallelism,

        @Setting(
                doc = "failed trials that are tolerated; one more, and no new ones are started",
                value = "0",
                min = 0,
                max = 1000000)
        int failureBudget,

        @JsonInclude(JsonInclude.Include.NON_NULL) // what reproduces nothing has the fingerprint that it always had
        @Setting(
                doc = "id of the trial that this sweep computes once more; `protolab reproduce` sets it",
                value = "null",
                pattern = "[^\\x00-\\x1F\\x7F]{1,200}",
                optional = true)
        @Nullable
        String reproduces) {
    public SweepSpec {
        Settings.verify(
                SweepSpec.class,
                apiVersion,
                kind,
                name,
                experiment,
                question,
                datasets,
                backbones,
                head,
                loss,
                training,
                evaluation,
                switches,
                search,
                seeds,
                parallelism,
                failureBudget,
                reproduces);
        datasets = List.copyOf(datasets);
        backbones = List.copyOf(backbones);
        seeds = List.copyOf(seeds);
    }
}
