package io.protolab.platform.http;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.export.ExportRequest;
import io.protolab.platform.export.ExportStatus;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.ExportClient;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Complete trials as files for other programs, and as versions in MLflow's model registry. What is there already is not made again. */
final class ExportRoutes {
    private static final String EXPORT = "/api/v1/trials/{id}/exports/{part}/{format}";
    private static final String MODEL = "/api/v1/trials/{id}/models/{name}";

    private final Registry registry;
    private final ExportClient exports;

    ExportRoutes(Registry registry, ExportClient exports) {
        this.registry = registry;
        this.exports = exports;
    }

    List<Operation> operations() {
        return List.of(
                Operation.post(
                                EXPORT,
                                "Have the files of a part (model, head) in a format (onnx, torchscript, both)",
                                null,
                                ExportStatus.class,
                                ctx -> ask(ctx, files(ctx)))
                        .answering(HttpStatus.ACCEPTED, HttpStatus.OK),
                Operation.get(
                        EXPORT, "Where an export is, and its files", ExportStatus.class, ctx -> show(ctx, files(ctx))),
                Operation.post(
                                MODEL,
                                "Register the whole model under a name in MLflow",
                                null,
                                ExportStatus.class,
                                ctx -> ask(ctx, registration(ctx)))
                        .answering(HttpStatus.ACCEPTED, HttpStatus.OK),
                Operation.get(
                        MODEL, "Where a registration is", ExportStatus.class, ctx -> show(ctx, registration(ctx))));
    }

    private void ask(Context ctx, ExportRequest request) {
        Optional<ExportStatus> done = done(request);
        if (done.isEmpty()) {
            exports.start(request);
        }
        ctx.status(done.isPresent() ? HttpStatus.OK : HttpStatus.ACCEPTED);
        ctx.json(done.orElseGet(ExportStatus::running));
    }

    private void show(Context ctx, ExportRequest request) {
        ctx.json(done(request)
                .or(() -> exports.find(request))
                .orElseThrow(() -> new NotFoundResponse("nobody asked for this; POST to " + ctx.path())));
    }

    /** The registry's word, which holds whatever became of the workflow. */
    private Optional<ExportStatus> done(ExportRequest request) {
        List<Artifact> files = registry.artifacts(request.trialId()).stream()
                .map(ArtifactRecord::artifact)
                .filter(request::asksFor)
                .toList();
        boolean registered = request.modelName() == null
                || registry.events(request.trialId()).stream()
                        .anyMatch(event -> event.kind().equals(EventKinds.MODEL)
                                && event.message().equals(request.modelName()));
        return registered && request.missingAmong(files).isEmpty()
                ? Optional.of(ExportStatus.complete(files))
                : Optional.empty();
    }

    private ExportRequest files(Context ctx) {
        String trial = complete(ctx);
        ExportPart part = oneOf(ctx, "part", ExportPart.values(), ExportPart::text);
        List<ExportFormat> formats = ctx.pathParam("format").equals("both")
                ? List.of(ExportFormat.values())
                : List.of(oneOf(ctx, "format", ExportFormat.values(), ExportFormat::text));
        return ExportRequest.files(trial, part, formats);
    }

    private ExportRequest registration(Context ctx) {
        try {
            return ExportRequest.registration(complete(ctx), ctx.pathParam("name"));
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse(String.valueOf(e.getMessage()));
        }
    }

    private String complete(Context ctx) {
        String id = ctx.pathParam("id");
        TrialRecord trial = registry.findTrial(id).orElseThrow(() -> TrialRoutes.unknown(id));
        if (trial.state() != TrialState.COMPLETE) {
            throw new ConflictResponse(
                    "trial " + id + " is " + trial.state() + "; only a complete one can be exported");
        }
        return id;
    }

    private static <T> T oneOf(Context ctx, String name, T[] values, Function<T, String> text) {
        String given = ctx.pathParam(name);
        return Arrays.stream(values)
                .filter(value -> text.apply(value).equals(given))
                .findFirst()
                .orElseThrow(
                        () -> new BadRequestResponse("'" + given + "' is no " + name + " of an export; give one of "
                                + Arrays.stream(values).map(text).toList()));
    }
}
