package io.protolab.platform.cli;

import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description =
                "Find what is left over or contradicts the registry, in the registry, Temporal, MLflow and on the volumes, and put it in order.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private Connection connection = new Connection();

    @Option(names = "--mend", description = "also mend it; nothing that anybody could miss is deleted")
    private boolean mend;

    @Option(names = "--deep", description = "also read every recorded file and compare its checksum, which takes long")
    private boolean deep;

    @Override
    public Integer call() {
        ApiClient api = connection.client();
        String path = ApiPaths.doctor(deep);
        String answer = mend ? api.patientPost(path) : api.patientGet(path);
        List<Finding> findings = ApiClient.readList(answer, Finding.class);
        System.out.println(connection.json() ? answer : report(findings));
        return findings.stream().allMatch(Finding::isMended) ? ExitCodes.DONE : ExitCodes.PLATFORM;
    }

    /** Systems with their findings, and what to do next. */
    static String report(List<Finding> findings) {
        StringBuilder report = new StringBuilder();
        for (ExaminedSystem system : ExaminedSystem.values()) {
            List<Finding> here = findings.stream()
                    .filter(finding -> finding.system() == system)
                    .toList();
            if (!here.isEmpty()) {
                Table table = new Table(system.text(), "finding", "evidence", "remedy", "mended");
                here.forEach(finding -> table.row(
                        finding.subject(),
                        finding.what(),
                        finding.evidence(),
                        finding.remedy() + (finding.bytes() == 0 ? "" : ", " + Amounts.size(finding.bytes())),
                        standing(finding)));
                report.append(table).append(System.lineSeparator());
            }
        }
        return report.append(nextStep(findings)).toString();
    }

    private static String standing(Finding finding) {
        return switch (finding.standing()) {
            case MENDED -> "yes";
            case MENDABLE -> "no";
            case FOR_A_PERSON -> "by you";
        };
    }

    private static String nextStep(List<Finding> findings) {
        long mended = findings.stream().filter(Finding::isMended).count();
        long mendable = findings.stream().filter(Finding::isMendable).count();
        long others = findings.size() - mended - mendable;
        String done = mended == 0 ? "" : mended + " mended; ";
        String rest = others == 0 ? "" : "; " + others + " need you, see their remedies";
        if (mendable > 0) {
            return done + mendable + " to mend: protolab doctor --mend" + rest;
        }
        return done + "nothing to mend" + (mended == 0 ? "" : " any more") + rest;
    }
}
