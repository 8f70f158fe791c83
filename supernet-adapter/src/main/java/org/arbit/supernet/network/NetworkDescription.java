package org.arbit.supernet.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * A network as stages of blocks, whatever the images are: a stem, the stages, and a linear
 * classifier on the mean over the pixels of the last map. Blocks are numbered from 0 through all
 * stages. Whether images fit is found when a plan is made for them.
 *
 * @param name for results and messages, such as {@code resnet8}
 * @param stem the first convolution
 * @param shortcut how residual blocks change shape
 * @param stages in order, at least one
 * @param exits heads at which samples may leave
 */
public record NetworkDescription(
    String name, Stem stem, Shortcut shortcut, List<Stage> stages, Exits exits) {

  private static final int MOST_CHANNELS = 4096;
  private static final int MOST_BLOCKS = 1000;
  private static final int MOST_CELLS = 64;

  /**
   * Checks everything that does not depend on the images.
   *
   * @throws InvalidInputException with a line for everything that is wrong
   */
  public NetworkDescription {
    stages = List.copyOf(stages);
    List<String> problems = new ArrayList<>();
    require(problems, !name.isBlank(), "name", "\"" + name + "\"", "a text");
    layer(problems, "stem", stem.channels(), stem.kernel(), stem.stride());
    require(problems, !stages.isEmpty(), "stages", stages, "at least one stage");
    int blocks = 0;
    for (int i = 0; i < stages.size(); i++) {
      blocks += stages.get(i).blocks();
      stage(problems, "stages[" + i + "]", stages.get(i), i == 0 ? null : stages.get(i - 1));
    }
    exits(problems, exits, blocks);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join("\n", problems));
    }
  }

  private static void exits(List<String> problems, Exits exits, int blocks) {
    int before = -1;
    for (int exit : exits.after()) {
      require(
          problems,
          exit > before && exit < blocks - 1,
          "exits",
          exits.after(),
          "ascending numbers of blocks, from 0 to " + (blocks - 2));
      before = exit;
    }
    boolean weighs = exits.loss() > 0 && exits.loss() <= 10;
    require(problems, weighs, "exitLoss", exits.loss(), "in (0, 10]");
    boolean counted = exits.grid() >= 1 && exits.grid() <= MOST_CELLS;
    require(problems, counted, "exitGrid", exits.grid(), "in 1.." + MOST_CELLS);
  }

  private static void stage(
      List<String> problems, String where, Stage stage, @Nullable Stage before) {
    layer(problems, where, stage.channels(), stage.kernel(), stage.stride());
    boolean counted = stage.blocks() >= 1 && stage.blocks() <= MOST_BLOCKS;
    require(problems, counted, where + ".blocks", stage.blocks(), "in 1.." + MOST_BLOCKS);
    if (stage.block() == Block.DENSE) {
      require(problems, stage.kernel() == 1, where + ".kernel", stage.kernel(), "1 if dense");
      require(problems, stage.stride() == 1, where + ".stride", stage.stride(), "1 if dense");
      require(problems, stage.pool() == Pool.NONE, where + ".pool", stage.pool(), "none if dense");
    } else if (before != null) {
      require(
          problems,
          before.block() != Block.DENSE,
          where + ".block",
          text(stage.block()),
          "dense after a dense one, whose output has no pixels");
    }
  }

  private static void layer(
      List<String> problems, String where, int channels, int kernel, int stride) {
    require(
        problems,
        channels >= 1 && channels <= MOST_CHANNELS,
        where + ".channels",
        channels,
        "in 1.." + MOST_CHANNELS);
    boolean knownKernel = kernel == 1 || kernel == 3 || kernel == 5;
    require(problems, knownKernel, where + ".kernel", kernel, "1, 3 or 5");
    require(problems, stride == 1 || stride == 2, where + ".stride", stride, "1 or 2");
  }

  private static void require(
      List<String> problems, boolean holds, String what, Object found, String allowed) {
    if (!holds) {
      problems.add("The network's " + what + " is " + found + ", but must be " + allowed + ".");
    }
  }

  /** Returns the channels of the stem. */
  public int width() {
    return stem.channels();
  }

  /** Returns the number of blocks of all stages. */
  public int blocks() {
    return stages.stream().mapToInt(Stage::blocks).sum();
  }

  /** Returns the same network with other heads. */
  public NetworkDescription withExits(Exits others) {
    return new NetworkDescription(name, stem, shortcut, stages, others);
  }

  /** Returns a constant as it is written, such as {@code residual}. */
  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
