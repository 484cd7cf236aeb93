package io.protolab.platform.workflow;

import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.DatasetSpec;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.temporal.activity.ActivityInterface;

/** Queue {@link TaskQueues#CPU}. */
@ActivityInterface
public interface DatasetActivities {
    /** Renders or reads a dataset into a manifest; repeating it gives the same manifest. */
    PreparedDataset prepare(DatasetSpec dataset, ReferenceSwitches switches);
}
