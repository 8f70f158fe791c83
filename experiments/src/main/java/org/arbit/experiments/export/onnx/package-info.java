/**
 * Writing ONNX files: typed helpers over the protocol buffers. Start reading at {@link
 * org.arbit.experiments.export.onnx.GraphBuilder}.
 */
@NullMarked
package org.arbit.experiments.export.onnx;

import org.jspecify.annotations.NullMarked;
