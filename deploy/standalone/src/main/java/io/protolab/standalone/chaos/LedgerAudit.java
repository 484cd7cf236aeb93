package io.protolab.standalone.chaos;

import io.protolab.standalone.chaos.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Whether the registry's rows of attempts and epochs tell a whole story, each trial's on its own. */
final class LedgerAudit {
    private final Jdbi registry;

    LedgerAudit(DataSource registry) {
        this.registry = Jdbi.create(registry);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        add(findings, Kind.LEFT_OPEN, openAttempts());
        add(findings, Kind.ROW_MISSING, incompleteAttempts());
        add(findings, Kind.ROW_MISSING, numbersWithGaps());
        add(findings, Kind.ROW_MISSING, epochsWithGaps());
        add(findings, Kind.ROW_DOUBLED, wrongEnds());
        add(findings, Kind.NUMBER_DIFFERENT, wrongRepetitions());
        add(findings, Kind.NUMBER_DIFFERENT, wrongTotals());
        return List.copyOf(findings);
    }

    private static void add(List<Finding> findings, Kind kind, List<String> lines) {
        lines.forEach(line -> findings.add(new Finding(kind, "registry", line)));
    }

    private List<String> openAttempts() {
        return lines("""
                SELECT a.trial_id || ': attempt ' || a.number || ' is open, the trial ' || t.state
                FROM attempts a JOIN trials t ON t.id = a.trial_id
                WHERE a.ended_at IS NULL ORDER BY 1""");
    }

    /** One that a worker began names worker, host, device, threads and position; one that failed says why. */
    private List<String> incompleteAttempts() {
        return lines("""
                SELECT trial_id || ': attempt ' || number || ', ' || coalesce(outcome, 'open') || ', lacks ' || lacks
                FROM (SELECT *, concat_ws(', ',
                             CASE WHEN started_at IS NOT NULL AND worker IS NULL THEN 'its worker' END,
                             CASE WHEN started_at IS NOT NULL AND host IS NULL THEN 'its host' END,
                             CASE WHEN started_at IS NOT NULL AND device IS NULL THEN 'its device' END,
                             CASE WHEN started_at IS NOT NULL AND threads IS NULL THEN 'its threads' END,
                             CASE WHEN started_at IS NOT NULL AND first_step IS NULL THEN 'its first step' END,
                             CASE WHEN started_at IS NULL AND outcome = 'DONE' THEN 'its start' END,
                             CASE WHEN ended_at IS NOT NULL AND outcome IS NULL THEN 'its cause' END,
                             CASE WHEN outcome NOT IN ('DONE', 'HANDED_BACK', 'CANCELLED') AND evidence = ''
                                  THEN 'its evidence' END) AS lacks
                      FROM attempts) a
                WHERE lacks <> '' ORDER BY trial_id, number""");
    }

    private List<String> numbersWithGaps() {
        return lines("""
                SELECT trial_id || ': ' || count(*) || ' attempts, the last is number ' || max(number)
                FROM attempts GROUP BY trial_id HAVING count(*) <> max(number) ORDER BY 1""");
    }

    private List<String> epochsWithGaps() {
        return lines("""
                SELECT trial_id || ': ' || count(*) || ' epochs, the last is epoch ' || max(epoch)
                FROM epochs GROUP BY trial_id HAVING count(*) <> max(epoch) + 1 ORDER BY 1""");
    }

    /** A complete trial was done by its last attempt, and by that alone. */
    private List<String> wrongEnds() {
        return lines("""
                SELECT t.id || ': attempts ' || string_agg(a.number || ' ' || coalesce(a.outcome, 'open'), ', ' ORDER BY a.number)
                FROM trials t JOIN attempts a ON a.trial_id = t.id
                WHERE t.state = 'COMPLETE' GROUP BY t.id
                HAVING count(*) FILTER (WHERE a.outcome = 'DONE') <> 1
                    OR max(a.number) FILTER (WHERE a.outcome = 'DONE') <> max(a.number)
                ORDER BY 1""");
    }

    /** What the attempts before are known to have done beyond the checkpoint is the least that was done again. */
    private List<String> wrongRepetitions() {
        return lines("""
                SELECT trial_id || ': attempt ' || number || ' goes on from step ' || first_step || ' and repeats '
                       || steps_repeated || ', but step ' || furthest || ' was reached before'
                FROM (SELECT *, max(first_step + steps_done) OVER (PARTITION BY trial_id ORDER BY number
                                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS furthest
                      FROM attempts) a
                WHERE first_step + steps_repeated < furthest ORDER BY trial_id, number""");
    }

    /** Trials of one spec are as long as each other. */
    private List<String> wrongTotals() {
        return lines("""
                SELECT min(id) || ' and others of its spec end at steps ' || string_agg(DISTINCT last::text, ', ')
                FROM (SELECT t.id, t.fingerprint, max(a.first_step + a.steps_done) AS last
                      FROM trials t JOIN attempts a ON a.trial_id = t.id
                      WHERE t.state = 'COMPLETE' GROUP BY t.id) ends
                GROUP BY fingerprint HAVING count(DISTINCT last) > 1 ORDER BY 1""");
    }

    private List<String> lines(String sql) {
        return registry.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
