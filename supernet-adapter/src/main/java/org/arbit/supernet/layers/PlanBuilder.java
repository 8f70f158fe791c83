package org.arbit.supernet.layers;

import java.util.ArrayList;
import java.util.List;
import org.arbit.supernet.ExitSpec;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.layers.NetworkPlan.Head;
import org.arbit.supernet.layers.NetworkPlan.Join;
import org.arbit.supernet.layers.NetworkPlan.Node;
import org.arbit.supernet.network.NetworkDescription;
import org.arbit.supernet.network.Pool;
import org.arbit.supernet.network.Shortcut;
import org.arbit.supernet.network.Stage;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** Follows a map of features through the blocks of a description, and notes every layer. */
final class PlanBuilder {

  private final NetworkDescription network;
  private final ImageShape image;
  private final int classes;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Head> heads = new ArrayList<>();
  private int channels;
  private int height;
  private int width;
  private int block;

  PlanBuilder(NetworkDescription network, ImageShape image, int classes) {
    this.network = network;
    this.image = image;
    this.classes = classes;
  }

  NetworkPlan build() {
    if (classes < 1) {
      throw new InvalidInputException(
          "The network "
              + network.name()
              + " is to tell "
              + classes
              + " classes apart; expected at least 1.");
    }
    ConvShape stem =
        new ConvShape(
            image.channels(),
            network.stem().channels(),
            network.stem().kernel(),
            network.stem().stride(),
            image.height(),
            image.width(),
            false);
    follow(stem, Pool.NONE);
    for (Stage stage : network.stages()) {
      for (int i = 0; i < stage.blocks(); i++) {
        Pool pool = i == stage.blocks() - 1 ? stage.pool() : Pool.NONE;
        add(stage, i == 0 ? stage.stride() : 1, pool);
        if (network.exits().after().contains(block)) {
          heads.add(new Head("exit" + block, nodes.size(), exitMap()));
        }
        block++;
      }
    }
    return new NetworkPlan(spec(stem), stem, nodes, heads, network.exits().loss());
  }

  private MapGrid exitMap() {
    int cells = network.exits().grid();
    if (height % cells != 0 || width % cells != 0) {
      throw misfit(
          "has a head that reads a grid of "
              + cells
              + "x"
              + cells
              + " cells, but its output has "
              + height
              + "x"
              + width
              + " pixels, which do not divide into them; choose an exitGrid that divides both sides");
    }
    return new MapGrid(channels, height, width, cells);
  }

  private void add(Stage stage, int stride, Pool pool) {
    int outHeight = (height - 1) / stride + 1;
    int outWidth = (width - 1) / stride + 1;
    if (pool != Pool.NONE && Math.min(outHeight, outWidth) < 2) {
      throw misfit(
          "pools 2x2 pixels, but its output has "
              + outHeight
              + "x"
              + outWidth
              + " of them. Maybe leave out a pool or a stride before it?");
    }
    switch (stage.block()) {
      case PLAIN -> layer("conv", stage.channels(), stage.kernel(), stride, false, pool);
      case RESIDUAL -> residual(stage, stride, pool);
      case SEPARABLE -> {
        layer("depthwise", channels, stage.kernel(), stride, true, Pool.NONE);
        layer("pointwise", stage.channels(), 1, 1, false, pool);
      }
      case DENSE -> {
        channels = channels * height * width;
        height = 1;
        width = 1;
        layer("dense", stage.channels(), 1, 1, false, Pool.NONE);
      }
    }
  }

  private void layer(String name, int out, int kernel, int stride, boolean depthwise, Pool pool) {
    ConvShape shape = new ConvShape(channels, out, kernel, stride, height, width, depthwise);
    nodes.add(new Node("block" + block + "." + name, shape, block, -1, Join.NONE, null, pool));
    follow(shape, pool);
  }

  private void residual(Stage stage, int stride, Pool pool) {
    ConvShape first =
        new ConvShape(channels, stage.channels(), stage.kernel(), stride, height, width, false);
    ConvShape second =
        new ConvShape(
            stage.channels(),
            stage.channels(),
            stage.kernel(),
            1,
            first.outHeight(),
            first.outWidth(),
            false);
    Join join = join(first);
    ConvShape projection =
        join == Join.PROJECTION
            ? new ConvShape(channels, stage.channels(), 1, stride, height, width, false)
            : null;
    int start = nodes.size();
    String name = "block" + block;
    nodes.add(new Node(name + ".conv1", first, block, -1, Join.NONE, projection, Pool.NONE));
    nodes.add(new Node(name + ".conv2", second, block, start, join, null, pool));
    follow(second, pool);
  }

  private Join join(ConvShape first) {
    if (first.stride() == 1 && first.outChannels() == channels) {
      return Join.SAME;
    }
    if (network.shortcut() == Shortcut.PROJECTION) {
      return Join.PROJECTION;
    }
    if (first.outChannels() < channels) {
      throw misfit(
          "goes from "
              + channels
              + " to "
              + first.outChannels()
              + " channels, which a shortcut without parameters cannot. Maybe shortcut: projection?");
    }
    if (first.stride() == 2 && (height % 2 != 0 || width % 2 != 0)) {
      throw misfit(
          "halves its map by 2x2 averages, so that the sides must be even, but they are "
              + height
              + "x"
              + width
              + ". Maybe pad the images, or use shortcut: projection?");
    }
    return Join.AVERAGE;
  }

  private InvalidInputException misfit(String what) {
    return new InvalidInputException(
        "The network "
            + network.name()
            + " does not fit images of "
            + image
            + ": block"
            + block
            + " "
            + what);
  }

  private void follow(ConvShape shape, Pool pool) {
    channels = shape.outChannels();
    height = pool == Pool.NONE ? shape.outHeight() : shape.outHeight() / 2;
    width = pool == Pool.NONE ? shape.outWidth() : shape.outWidth() / 2;
  }

  private NetworkSpec spec(ConvShape stem) {
    List<LayerSpec> searchable = new ArrayList<>();
    for (Node node : nodes) {
      searchable.add(spec(node.name(), node.block(), node.shape(), node.projection()));
    }
    int features = nodes.get(nodes.size() - 1).shape().outChannels();
    ConvShape end = new ConvShape(features, classes, 1, 1, 1, 1, false);
    return new NetworkSpec(
        network.name(),
        image.channels(),
        image.height(),
        image.width(),
        classes,
        searchable,
        List.of(spec("stem", -1, stem, null), spec("classifier", -1, end, null)),
        heads.stream()
            .map(head -> new ExitSpec(head.beforeLayer(), (long) head.map().features() * classes))
            .toList());
  }

  private static LayerSpec spec(
      String name, int block, ConvShape shape, @Nullable ConvShape projection) {
    return new LayerSpec(
        name,
        kind(shape, name),
        block,
        shape.inChannels(),
        shape.outChannels(),
        shape.kernel(),
        shape.stride(),
        shape.inHeight(),
        shape.inWidth(),
        shape.outHeight(),
        shape.outWidth(),
        shape.macs() + (projection == null ? 0 : projection.macs()),
        shape.weights() + (projection == null ? 0L : projection.weights()));
  }

  private static LayerSpec.Kind kind(ConvShape shape, String name) {
    if (shape.depthwise()) {
      return LayerSpec.Kind.DEPTHWISE;
    }
    boolean dense = name.endsWith(".dense") || name.equals("classifier");
    return dense ? LayerSpec.Kind.DENSE : LayerSpec.Kind.CONVOLUTION;
  }
}
