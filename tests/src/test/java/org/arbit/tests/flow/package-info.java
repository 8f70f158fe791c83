/**
 * The program from outside, in processes of its own. Start reading at {@link
 * org.arbit.tests.flow.QuickstartFlowTest}.
 */
@NullMarked
package org.arbit.tests.flow;

import org.jspecify.annotations.NullMarked;
