package io.protolab.gpu.export;

import java.util.List;

/**
 * What a file takes.
 *
 * @param name of the input
 * @param sizes behind the batch
 * @param meaning in a sentence
 */
record InputCard(String name, List<Integer> sizes, String meaning) {
    InputCard {
        sizes = List.copyOf(sizes);
    }
}
