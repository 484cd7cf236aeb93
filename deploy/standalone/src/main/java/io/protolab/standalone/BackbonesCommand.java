package io.protolab.standalone;

import picocli.CommandLine.Command;

@Command(
        name = "backbones",
        description = "Published backbones: which are known, what a file holds, and how to get one. Needs no server.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ListBackbonesCommand.class, InspectBackboneCommand.class, FetchBackboneCommand.class})
final class BackbonesCommand {}
