package io.protolab.cpu.dataset;

import java.util.Arrays;
import java.util.Comparator;

/** Names by Unicode code points, as Python sorts them; Java's own order differs beyond U+FFFF. */
final class CodePointOrder {

    static final Comparator<String> INSTANCE = (one, other) ->
            Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());

    private CodePointOrder() {}
}
