/**
 * Numbers to pictures: training curves, class weights, prototypes and explanations as PNG files. A picture is a function of plain
 * records, draws its letters from an outline font that travels with the program, and gives the same bytes for the same data on
 * machines with or without a display or fonts of their own.
 */
@NullMarked
package io.protolab.cpu.report;

import org.jspecify.annotations.NullMarked;
