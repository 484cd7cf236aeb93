package io.protolab.cpu.dataset.flatbirds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClassTableTest {

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 20, 50, 1000})
    void holdsDistinctCompleteBirds(int count) {
        ClassTable table = ClassTable.draw(count, 3);

        assertThat(table.classes())
                .hasSize(count)
                .doesNotHaveDuplicates()
                .allSatisfy(bird -> assertThat(Part.ALL).allMatch(bird::has));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 50})
    void givesEachPartnerAnEarlierClassThatDiffersInOnePart(int count) {
        List<PartCombination> classes = ClassTable.draw(count, 3).classes();
        int bases = count - count / 5;

        assertThat(classes.subList(bases, count))
                .allSatisfy(
                        partner -> assertThat(classes.subList(0, bases)).anyMatch(base -> base.distance(partner) == 1));
        assertThat(ClassTable.draw(count, 3).pairsAtDistance(1)).isGreaterThanOrEqualTo(count / 5);
    }

    @Test
    void dependsOnTheSeedOnly() {
        assertThat(ClassTable.draw(20, 3)).isEqualTo(ClassTable.draw(20, 3)).isNotEqualTo(ClassTable.draw(20, 4));
    }

    @Test
    void refusesMoreClassesThanItPromises() {
        assertThatThrownBy(() -> ClassTable.draw(1001, 3)).hasMessageContaining("1001");
    }
}
