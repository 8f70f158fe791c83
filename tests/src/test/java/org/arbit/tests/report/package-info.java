/**
 * The report as a reader sees it: in a real browser. Start reading at {@link
 * org.arbit.tests.report.ReportInBrowserTest}.
 */
@NullMarked
package org.arbit.tests.report;

import org.jspecify.annotations.NullMarked;
