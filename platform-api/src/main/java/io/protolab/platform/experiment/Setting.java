package io.protolab.platform.experiment;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Everything that is known about one field of a spec: the single source of its default, its range, its place in the JSON
 * Schema and the wording of its errors. Used on record components.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** One line for users: meaning and unit. */
    String doc();

    /** Default as JSON text ({@code 0.01}, {@code "head"}, {@code {}}, {@code null}); empty if the user must give a value. */
    String value() default "";

    /** Smallest allowed number. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Largest allowed number. */
    double max() default Double.POSITIVE_INFINITY;

    /** Whether {@link #min} itself is refused. */
    boolean above() default false;

    /** Regular expression that a text must match; empty for any text. */
    String pattern() default "";

    /** Whether the value may be absent ({@code null}). */
    boolean optional() default false;
}
