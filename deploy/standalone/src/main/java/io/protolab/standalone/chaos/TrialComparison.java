package io.protolab.standalone.chaos;

import io.protolab.platform.experiment.OwnFiles;
import io.protolab.standalone.chaos.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** A disturbed trial beside the undisturbed one of the same spec: rows, numbers to the last bit, files by their hash. */
final class TrialComparison {
    private final TrialRows undisturbed;
    private final TrialRows disturbed;
    private final List<Finding> findings = new ArrayList<>();

    private TrialComparison(TrialRows undisturbed, TrialRows disturbed) {
        this.undisturbed = undisturbed;
        this.disturbed = disturbed;
    }

    static List<Finding> of(TrialRows undisturbed, TrialRows disturbed) {
        TrialComparison comparison = new TrialComparison(undisturbed, disturbed);
        comparison.compare();
        return comparison.findings;
    }

    private void compare() {
        if (!disturbed.state().equals(undisturbed.state())) {
            find(Kind.LOST, "is " + disturbed.state() + ", not " + undisturbed.state());
            return;
        }
        if (disturbed.epochs() != undisturbed.epochs()) {
            find(
                    disturbed.epochs() < undisturbed.epochs() ? Kind.ROW_MISSING : Kind.ROW_DOUBLED,
                    "has " + disturbed.epochs() + " epochs, not " + undisturbed.epochs());
        }
        numbers("epoch ", undisturbed.curves(), disturbed.curves());
        numbers("", undisturbed.numbers(), disturbed.numbers());
        files();
        disturbed.notReproducible().forEach(event -> find(Kind.NOT_REPRODUCIBLE, event));
    }

    private void numbers(String prefix, SortedMap<String, Double> wanted, SortedMap<String, Double> found) {
        wanted.forEach((name, value) -> {
            Double other = found.get(name);
            if (other == null) {
                find(Kind.ROW_MISSING, prefix + name + " is missing");
            } else if (Double.compare(value, other) != 0) {
                find(Kind.NUMBER_DIFFERENT, prefix + name + " is " + other + ", not " + value);
            }
        });
        found.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(name -> find(Kind.ROW_DOUBLED, prefix + name + " is there, and not in the undisturbed trial"));
    }

    private void files() {
        undisturbed.files().forEach((name, sha256) -> {
            String other = disturbed.files().get(name);
            if (other == null) {
                find(Kind.FILE_MISSING, name + " is missing");
            } else if (!other.equals(sha256) && !OwnFiles.include(name)) {
                find(Kind.HASH_DIFFERENT, name + " has sha256 " + other + ", not " + sha256);
            }
        });
        disturbed.files().keySet().stream()
                .filter(name -> !undisturbed.files().containsKey(name))
                .forEach(name -> find(Kind.ROW_DOUBLED, name + " is there, and not in the undisturbed trial"));
    }

    private void find(Kind kind, String what) {
        findings.add(new Finding(kind, disturbed.id() + " (" + disturbed.name() + ")", what));
    }
}
