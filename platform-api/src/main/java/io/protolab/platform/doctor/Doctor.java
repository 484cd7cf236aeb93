package io.protolab.platform.doctor;

import io.protolab.platform.finding.Case;
import io.protolab.platform.finding.Examination;
import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.RegistryException;
import io.protolab.platform.workflow.TemporalUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Runs all examinations, mends what they found if that is wanted, and writes down what was mended. Thread-safe. */
public final class Doctor {
    private final Registry registry;
    private final List<Examination> examinations;
    private final Examination deep;
    private final Workers workers;

    /** Whoever examines what is out of our reach; see {@link io.protolab.platform.workflow.CheckupClient}. */
    @FunctionalInterface
    public interface Workers {
        /** What was found, and mended if that is wanted. */
        List<Finding> examine(boolean mend) throws InterruptedException;
    }

    /**
     * A doctor for these systems.
     *
     * @param examinations in the order in which their findings are mended: what the registry says first
     * @param deep an additional one that takes long
     */
    public Doctor(Registry registry, List<Examination> examinations, Examination deep, Workers workers) {
        this.registry = registry;
        this.examinations = List.copyOf(examinations);
        this.deep = deep;
        this.workers = workers;
    }

    /** Changes nothing. */
    public List<Finding> examine(boolean deeply) throws InterruptedException {
        return run(deeply, false);
    }

    /** Examines, and mends what can be mended. */
    public List<Finding> mend(boolean deeply) throws InterruptedException {
        return run(deeply, true);
    }

    private List<Finding> run(boolean deeply, boolean mend) throws InterruptedException {
        List<Examination> all = new ArrayList<>(examinations);
        if (deeply) {
            all.add(deep);
        }
        Set<Finding> findings = new LinkedHashSet<>(); // the absence of one part is found by several examinations
        for (Examination examination : all) {
            findings.addAll(reached(() -> treat(examination, mend)));
        }
        findings.addAll(reached(() -> workers.examine(mend)));
        return List.copyOf(findings);
    }

    /** Mends what one examination finds, whatever it is. */
    public List<Finding> mend(Examination examination) throws InterruptedException {
        return treat(examination, true);
    }

    private List<Finding> treat(Examination examination, boolean mend) throws InterruptedException {
        List<Case> cases = examination.examine();
        return mend
                ? Case.mend(cases, this::remember)
                : cases.stream().map(Case::finding).toList();
    }

    private void remember(Finding finding) {
        registry.recordEvent(finding.subject(), EventKinds.MENDED, finding.what() + "; " + finding.remedy());
    }

    /** A part that can be away. */
    private interface Visit {
        List<Finding> make() throws InterruptedException;
    }

    private static List<Finding> reached(Visit visit) throws InterruptedException {
        try {
            return visit.make();
        } catch (RegistryException e) {
            return List.of(Finding.forAPerson(
                    ExaminedSystem.REGISTRY,
                    "postgresql",
                    "the registry does not answer, so that nothing can be held against it",
                    String.valueOf(e.getMessage()),
                    "see that PostgreSQL runs; then 'protolab doctor' again"));
        } catch (TemporalUnavailableException e) {
            return List.of(Finding.forAPerson(
                    ExaminedSystem.TEMPORAL,
                    "temporal",
                    "Temporal does not answer, so that workflows were not examined, nor what only workers reach",
                    String.valueOf(e.getMessage()),
                    "see that Temporal runs ('protolab status'); then 'protolab doctor' again"));
        }
    }
}
