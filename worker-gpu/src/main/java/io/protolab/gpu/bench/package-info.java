/**
 * How fast this machine is at what the product does, each speed beside the limit that the same run measured. Speeds alone say
 * little, and a limit from a data sheet less: a share of what these cores can do now is what code can be judged by.
 */
@NullMarked
package io.protolab.gpu.bench;

import org.jspecify.annotations.NullMarked;
