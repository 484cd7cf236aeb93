/** SHA-256 sums of files, and folders that carry the sums of all they hold. */
@NullMarked
package io.protolab.cpu.dataset.checksum;

import org.jspecify.annotations.NullMarked;
