package io.protolab.cpu.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.export.ExportRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExportWorkflowTest {
    private static final String TRIAL = SweepSamples.trialId(0);

    private final SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0));

    @BeforeEach
    void completeTheTrial() {
        stage.runToEnd();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void makesAndRecordsOnlyWhatIsMissing() {
        ExportRequest onnx = ExportRequest.files(TRIAL, ExportPart.MODEL, List.of(ExportFormat.ONNX));
        ExportRequest both = ExportRequest.files(TRIAL, ExportPart.MODEL, List.of(ExportFormat.values()));

        assertThat(stage.exports(onnx)).isEmpty();
        assertThat(stage.exports(both)).isEmpty();

        assertThat(stage.stages.calls())
                .endsWith("export MODEL of " + TRIAL + " as [ONNX]", "export MODEL of " + TRIAL + " as [TORCHSCRIPT]");
        assertThat(stage.registry.log(TRIAL))
                .endsWith("exported export/model/model.onnx", "exported export/model/model.pt");
    }

    @Test
    void registersAModelAfterItWasExported() {
        assertThat(stage.exports(ExportRequest.registration(TRIAL, "birds"))).isEmpty();

        assertThat(stage.registry.log(TRIAL)).endsWith("exported export/model/model.onnx", "registered as birds");
    }

    @Test
    void endsWithTheReason_andRegistersNothing_whenTheExportFails() {
        stage.stages.cannotExport(TRIAL);

        assertThat(stage.exports(ExportRequest.registration(TRIAL, "birds")))
                .isEqualTo("export: backbone vit: the weights changed; put them back");
        assertThat(stage.registry.log(TRIAL)).doesNotContain("registered as birds");
    }
}
