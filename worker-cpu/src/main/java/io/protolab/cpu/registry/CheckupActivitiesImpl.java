package io.protolab.cpu.registry;

import io.protolab.platform.finding.Case;
import io.protolab.platform.finding.Examination;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.workflow.CheckupActivities;
import io.protolab.platform.workflow.VolumeFinding;
import io.protolab.platform.workflow.VolumeSurvey;
import io.temporal.activity.Activity;
import java.util.List;

/** MLflow and the volumes, held against the registry. Thread-safe. */
public final class CheckupActivitiesImpl implements CheckupActivities {
    private final Registry registry;
    private final Examination mlflow;
    private final VolumeJudgement volumes;

    /** @param mlflow finds nothing where there is no MLflow */
    public CheckupActivitiesImpl(Registry registry, Examination mlflow, VolumeJudgement volumes) {
        this.registry = registry;
        this.mlflow = mlflow;
        this.volumes = volumes;
    }

    @Override
    public List<Finding> examineMlflow(boolean mend) {
        try {
            List<Case> cases = mlflow.examine();
            return mend
                    ? Case.mend(cases, this::mended)
                    : cases.stream().map(Case::finding).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Activity.wrap(e);
        }
    }

    @Override
    public List<VolumeFinding> judge(VolumeSurvey survey) {
        return volumes.judge(survey);
    }

    @Override
    public boolean giveUpFeatures(String key) {
        return registry.evictFeatures(key);
    }

    @Override
    public void mended(Finding finding) {
        registry.recordEvent(finding.subject(), EventKinds.MENDED, finding.what() + "; " + finding.remedy());
    }
}
