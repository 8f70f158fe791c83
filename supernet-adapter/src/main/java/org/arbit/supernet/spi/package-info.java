/** The doors through which built-in and outside parts enter. */
@NullMarked
package org.arbit.supernet.spi;

import org.jspecify.annotations.NullMarked;
