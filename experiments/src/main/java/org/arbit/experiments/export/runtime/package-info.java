/**
 * Running exported files with ONNX Runtime, and nothing of the engine that they came from. Start
 * reading at {@link org.arbit.experiments.export.runtime.NetworkRuntime}.
 */
@NullMarked
package org.arbit.experiments.export.runtime;

import org.jspecify.annotations.NullMarked;
