/**
 * Sweeps on Apache Spark, on one machine or many. Start reading at {@link
 * org.arbit.experiments.spark.SparkEngine}.
 */
@NullMarked
package org.arbit.experiments.spark;

import org.jspecify.annotations.NullMarked;
