package org.arbit.supernet.frozen;

import org.arbit.supernet.layers.ConvShape;
import org.arbit.supernet.layers.MapGrid;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.network.Pool;

/** A second implementation of the frozen network: one sample, nested loops, 64-bit integers. */
final class Reference {

  private final float[][] inputs;
  private final float[][] projected;
  private final float[] logits;

  Reference(FrozenNetwork network, byte[] image, int[] weightBits, int[] activationBits) {
    NetworkPlan plan = network.plan();
    inputs = new float[plan.nodes().size() + 1][];
    projected = new float[plan.nodes().size()][];
    long[] codes = new long[image.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = image[i] & 0xff;
    }
    inputs[0] = layer(network.stem(), codes, 0, 0, new float[plan.stem().outputSize()], true);
    for (int l = 0; l < plan.nodes().size(); l++) {
      int w = network.bitWidths().indexOf(weightBits[l]);
      int a = network.bitWidths().indexOf(activationBits[l]);
      FrozenLayer layer = network.layers().get(l);
      long[] q = codes(inputs[l], layer.inverseStep(a), (1 << activationBits[l]) - 1);
      NetworkPlan.Node node = plan.nodes().get(l);
      projected[l] =
          network
              .projection(l)
              .map(p -> layer(p, q, w, a, new float[p.shape().outputSize()], false))
              .orElse(new float[0]);
      inputs[l + 1] = pool(node, layer(layer, q, w, a, skip(plan, node), true));
    }
    logits = logits(network.classifier(), inputs[plan.nodes().size()], plan.spec().classes());
  }

  float[] logits() {
    return logits;
  }

  float[] input(int layer) {
    return inputs[layer];
  }

  static long[] codes(float[] values, float inverseStep, int largest) {
    long[] codes = new long[values.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (long) Math.max(0, Math.min(largest, Math.rint(values[i] * inverseStep)));
    }
    return codes;
  }

  private float[] skip(NetworkPlan plan, NetworkPlan.Node node) {
    float[] skip = new float[node.shape().outputSize()];
    if (node.skipFrom() < 0) {
      return skip;
    }
    if (projected[node.skipFrom()].length > 0) {
      return projected[node.skipFrom()];
    }
    float[] from = inputs[node.skipFrom()];
    ConvShape source = plan.nodes().get(node.skipFrom()).shape();
    int factor = source.inHeight() / node.shape().outHeight();
    int width = source.inWidth();
    for (int c = 0; c < source.inChannels(); c++) {
      for (int y = 0; y < node.shape().outHeight(); y++) {
        for (int x = 0; x < node.shape().outWidth(); x++) {
          int p = (c * source.inHeight() + y * factor) * width + x * factor;
          int at = (c * node.shape().outHeight() + y) * node.shape().outWidth() + x;
          skip[at] =
              factor == 1
                  ? from[p]
                  : ((from[p] + from[p + 1]) + (from[p + width] + from[p + width + 1])) / 4;
        }
      }
    }
    return skip;
  }

  private static float[] pool(NetworkPlan.Node node, float[] values) {
    if (node.pool() == Pool.NONE) {
      return values;
    }
    int height = node.shape().outHeight();
    int width = node.shape().outWidth();
    float[] pooled = new float[node.shape().outChannels() * (height / 2) * (width / 2)];
    int at = 0;
    for (int c = 0; c < node.shape().outChannels(); c++) {
      for (int y = 0; y + 1 < height; y += 2) {
        for (int x = 0; x + 1 < width; x += 2) {
          int p = (c * height + y) * width + x;
          float a = values[p];
          float b = values[p + 1];
          float d = values[p + width];
          float e = values[p + width + 1];
          pooled[at++] =
              node.pool() == Pool.AVERAGE
                  ? ((a + b) + (d + e)) / 4
                  : Math.max(Math.max(a, b), Math.max(d, e));
        }
      }
    }
    return pooled;
  }

  private static float[] layer(
      FrozenLayer layer, long[] codes, int w, int a, float[] skip, boolean rectifies) {
    ConvShape shape = layer.shape();
    byte[] weights = layer.weightCodes(w);
    float[] factors = layer.factors(w, a);
    float[] summands = layer.summands(w, a);
    float[] out = new float[shape.outputSize()];
    int at = 0;
    for (int o = 0; o < shape.outChannels(); o++) {
      for (int y = 0; y < shape.outHeight(); y++) {
        for (int x = 0; x < shape.outWidth(); x++, at++) {
          long sum = 0;
          int inputs = shape.depthwise() ? 1 : shape.inChannels();
          for (int i = 0; i < inputs; i++) {
            int c = shape.depthwise() ? o : i;
            for (int ky = 0; ky < shape.kernel(); ky++) {
              for (int kx = 0; kx < shape.kernel(); kx++) {
                int row = y * shape.stride() + ky - shape.padding();
                int column = x * shape.stride() + kx - shape.padding();
                if (row >= 0 && row < shape.inHeight() && column >= 0 && column < shape.inWidth()) {
                  int weight = ((o * inputs + i) * shape.kernel() + ky) * shape.kernel() + kx;
                  sum +=
                      codes[(c * shape.inHeight() + row) * shape.inWidth() + column]
                          * weights[weight];
                }
              }
            }
          }
          float scaled = sum * factors[o];
          float normed = scaled + summands[o];
          float joined = normed + skip[at];
          out[at] = rectifies ? Math.max(joined, 0f) : joined;
        }
      }
    }
    return out;
  }

  /** What a classifier or head says of a map. */
  static float[] logits(FrozenClassifier classifier, float[] values, int classes) {
    long[] map = codes(values, classifier.inverseMapStep(), 255);
    MapGrid grid = classifier.grid();
    long[] totals = new long[grid.features()];
    for (int p = 0; p < map.length; p++) {
      int x = p % grid.width() / (grid.width() / grid.cells());
      int y = p / grid.width() % grid.height() / (grid.height() / grid.cells());
      int channel = p / grid.width() / grid.height();
      totals[(channel * grid.cells() + y) * grid.cells() + x] += map[p];
    }
    float[] logits = new float[classes];
    byte[] weights = classifier.weightCodes();
    for (int k = 0; k < logits.length; k++) {
      long sum = 0;
      for (int f = 0; f < totals.length; f++) {
        long mean = (long) Math.min(255, Math.rint((float) totals[f] * classifier.meanFactor()));
        sum += mean * weights[k * totals.length + f];
      }
      float scaled = sum * classifier.factor();
      logits[k] = scaled + classifier.bias()[k];
    }
    return logits;
  }
}
