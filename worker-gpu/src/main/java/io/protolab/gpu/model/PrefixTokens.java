package io.protolab.gpu.model;

/**
 * The learned tokens before the patches, in this order.
 *
 * @param classToken whether there is a class token
 * @param distillationToken whether a second one follows it (Touvron et al., arXiv 2012.12877)
 * @param registers tokens that only give attention a place to write to (Darcet et al., arXiv 2309.16588)
 */
public record PrefixTokens(boolean classToken, boolean distillationToken, int registers) {
    public PrefixTokens {
        if (registers < 0) {
            throw new IllegalArgumentException("There cannot be " + registers + " registers");
        }
    }

    /** One class token and nothing else. */
    public static final PrefixTokens CLASS = new PrefixTokens(true, false, 0);

    /** How many there are. */
    public int count() {
        return (classToken ? 1 : 0) + (distillationToken ? 1 : 0) + registers;
    }

    /** Position of the first register. */
    int firstRegister() {
        return count() - registers;
    }
}
