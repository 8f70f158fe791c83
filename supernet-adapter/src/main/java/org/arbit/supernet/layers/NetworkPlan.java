package org.arbit.supernet.layers;

import java.util.List;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.network.NetworkDescription;
import org.arbit.supernet.network.Networks;
import org.arbit.supernet.network.Pool;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * How the layers of a network hang together: a chain in which every searchable layer reads the
 * output of the one before it, with skip connections from the input of an earlier layer to the
 * output of a later one. Layer 0 reads the stem, the classifier reads the mean over the pixels of
 * the last layer's output, and each head that of the input of the layer before which it stands.
 *
 * @param spec what the rest of the world sees of it
 * @param stem the fixed first convolution
 * @param nodes the searchable layers
 * @param heads where samples may leave early, by ascending layer; empty for most networks
 * @param exitLoss weight of each head's loss in training
 */
public record NetworkPlan(
    NetworkSpec spec, ConvShape stem, List<Node> nodes, List<Head> heads, double exitLoss) {

  /** What is added to the output of a layer before its ReLU. */
  public enum Join {
    /** Nothing. */
    NONE,
    /** The source as it is. */
    SAME,
    /** The source brought into shape by {@link Skip}. */
    AVERAGE,
    /** The output of the projection that reads the source. */
    PROJECTION
  }

  /**
   * A searchable layer: quantize the input, convolve, batch-norm, add the skip connection if there
   * is one, ReLU, pool. Where the map before it is larger than one pixel and this layer reads one
   * pixel, it reads the map's values in order as channels.
   *
   * @param name unique, such as {@code block1.conv1}
   * @param shape of its convolution
   * @param block index of its block
   * @param skipFrom index of the layer whose input is added to this layer's output; -1 for none
   * @param join how it is added
   * @param projection shape of the convolution that reads the same input and is added to the output
   *     of a later layer; {@code null} for none
   * @param pool what is done to the output after the ReLU
   */
  public record Node(
      String name,
      ConvShape shape,
      int block,
      int skipFrom,
      Join join,
      @Nullable ConvShape projection,
      Pool pool) {

    /** Returns the name of the projection, whose parameters begin with it. */
    public String projectionName() {
      return name.substring(0, name.lastIndexOf('.') + 1) + "shortcut";
    }

    /** Whether the output is pooled. */
    public boolean pools() {
      return pool != Pool.NONE;
    }

    /** Returns the height of the map that this layer gives, in pixels. */
    public int mapHeight() {
      return pools() ? shape.outHeight() / 2 : shape.outHeight();
    }

    /** Returns the width of the map that this layer gives, in pixels. */
    public int mapWidth() {
      return pools() ? shape.outWidth() / 2 : shape.outWidth();
    }

    /** Returns the number of pixels of the map that this layer gives. */
    public int mapPlane() {
      return mapHeight() * mapWidth();
    }

    /** Returns the number of values of one sample's map. */
    public int mapSize() {
      return shape.outChannels() * mapPlane();
    }
  }

  /**
   * A linear head.
   *
   * @param name unique, such as {@code exit0}; the names of its parameters begin with it
   * @param beforeLayer index of the layer whose input it reads
   * @param map what it reads of it
   */
  public record Head(String name, int beforeLayer, MapGrid map) {}

  /** Copies the lists. */
  public NetworkPlan {
    nodes = List.copyOf(nodes);
    heads = List.copyOf(heads);
  }

  /** Returns what the classifier reads: the means over all pixels of the last map. */
  public MapGrid lastMap() {
    Node last = nodes.get(nodes.size() - 1);
    return new MapGrid(last.shape().outChannels(), last.mapHeight(), last.mapWidth(), 1);
  }

  /** Returns the layer to whose output averages of the input of {@code layer} are added, if any. */
  public @Nullable Node averagedFrom(int layer) {
    for (Node node : nodes) {
      if (node.skipFrom() == layer && node.join() == Join.AVERAGE) {
        return node;
      }
    }
    return null;
  }

  /** Returns the index of the head before {@code layer}; -1 for none. */
  public int headBefore(int layer) {
    for (int h = 0; h < heads.size(); h++) {
      if (heads.get(h).beforeLayer() == layer) {
        return h;
      }
    }
    return -1;
  }

  /**
   * Returns a described network for images of one shape.
   *
   * @throws InvalidInputException that says at which block the shapes do not fit
   */
  public static NetworkPlan of(NetworkDescription network, ImageShape image, int classes) {
    return new PlanBuilder(network, image, classes).build();
  }

  /**
   * Returns a network by name.
   *
   * @param name one of {@link Networks#names()}
   * @param width channels of the stem
   * @throws InvalidInputException if the name is not known, or the shapes do not fit
   */
  public static NetworkPlan named(String name, int width, ImageShape image, int classes) {
    return of(Networks.named(name, width), image, classes);
  }

  /**
   * Returns a residual network of three stages.
   *
   * @param blocksPerStage 1 for ResNet-8, 3 for ResNet-20
   * @throws InvalidInputException if the images are too small or odd-sized for the shortcuts
   */
  public static NetworkPlan resnet(ImageShape image, int classes, int width, int blocksPerStage) {
    return of(Networks.resnet(width, blocksPerStage), image, classes);
  }
}
