/**
 * The report of a run: one self-contained page, and the frontier as a picture of its own. Start
 * reading at {@link org.arbit.experiments.report.ReportData}, then {@link
 * org.arbit.experiments.report.HtmlReport}.
 */
@NullMarked
package org.arbit.experiments.report;

import org.jspecify.annotations.NullMarked;
