/**
 * Labelled images, generated or read from files. Start reading at {@link
 * org.arbit.supernet.data.Dataset}.
 */
@NullMarked
package org.arbit.supernet.data;

import org.jspecify.annotations.NullMarked;
