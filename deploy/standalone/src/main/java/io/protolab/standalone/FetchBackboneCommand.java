package io.protolab.standalone;

import io.protolab.gpu.weights.Architecture;
import io.protolab.gpu.weights.BackboneFacts;
import io.protolab.gpu.weights.Catalogue;
import io.protolab.gpu.weights.CataloguedModel;
import io.protolab.gpu.weights.PublishedBackbone;
import io.protolab.platform.cli.CommandFailure;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.experiment.NearestName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "fetch",
        description = {
            "Fetch the files of a published backbone; goes on where an earlier attempt ended.",
            "Where the publisher asks for an account, its token is read from the environment variable HF_TOKEN."
        },
        mixinStandardHelpOptions = true)
final class FetchBackboneCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "as in: protolab backbones ls")
    private String name = "";

    @Option(
            names = "--to",
            paramLabel = "DIR",
            defaultValue = "models",
            description = "Where to put the directory NAME (default: ${DEFAULT-VALUE}).")
    private Path models = Path.of("models");

    @Option(
            names = "--from",
            paramLabel = "URL",
            description = "A mirror that has the same files; default: the publisher.")
    private @Nullable URI mirror;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CataloguedModel model = Catalogue.model(name).orElseThrow(this::unknown);
        Path home = models.resolve(name).toAbsolutePath();
        Files.createDirectories(home);
        try {
            fetch(model, home);
        } catch (IOException e) {
            throw new CommandFailure(ExitCodes.PLATFORM, byHand(model, home, e));
        }
        BackboneFacts facts =
                PublishedBackbone.recognise(home, Architecture.unknown()).facts();
        System.out.printf(
                "%s  %s, %d parameters, licence %s%n", home, facts.family(), facts.parameterCount(), model.licence());
        System.out.printf("in a sweep file:  weights: %s%n", home);
        return ExitCodes.DONE;
    }

    private CommandFailure unknown() {
        List<String> known =
                Catalogue.models().stream().map(CataloguedModel::name).toList();
        String nearest = NearestName.of(name, known)
                .map(other -> "; did you mean '" + other + "'?")
                .orElse("");
        return new CommandFailure(
                ExitCodes.INVALID,
                "there is no backbone '" + name + "' in the catalogue" + nearest
                        + " (protolab backbones ls names them)");
    }

    private void fetch(CataloguedModel model, Path home) throws IOException, InterruptedException {
        Download download = new Download(System.getenv("HF_TOKEN"));
        for (String file : model.descriptions()) {
            download.fetch(source(model).resolve(file), home.resolve(file));
        }
        if (model.weights().stream().anyMatch(file -> Files.exists(home.resolve(file)))) {
            return;
        }
        for (String file : model.weights()) {
            if (download.fetch(source(model).resolve(file), home.resolve(file))) {
                return;
            }
        }
        throw new IOException("none of " + model.weights() + " is at " + source(model));
    }

    private URI source(CataloguedModel model) {
        return mirror == null
                ? URI.create(model.source())
                : URI.create(mirror + (mirror.getPath().endsWith("/") ? "" : "/"));
    }

    /** What to do on a machine that does not reach the publisher. */
    private String byHand(CataloguedModel model, Path home, IOException fault) {
        List<String> files = model.descriptions();
        return "cannot fetch " + name + ": " + reason(fault)
                + "\n  on a machine that reaches it, download "
                + files.stream().map(file -> model.source() + file).collect(Collectors.joining(" and "))
                + (files.isEmpty() ? "" : " and ")
                + model.weights().stream().map(file -> model.source() + file).collect(Collectors.joining(" or "))
                + (model.accessToBeAskedFor() ? ", for which the publisher has to grant access" : "")
                + "\n  and put them into " + home
                + "; then this command only verifies them";
    }

    private static String reason(IOException fault) {
        return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
    }
}
