/**
 * Settings: validated, immutable records, and how they are read from YAML. Start reading at {@link
 * org.arbit.experiments.config.ConfigReader}.
 */
@NullMarked
package org.arbit.experiments.config;

import org.jspecify.annotations.NullMarked;
