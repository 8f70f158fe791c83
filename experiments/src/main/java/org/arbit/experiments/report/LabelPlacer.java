package org.arbit.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds room for the texts beside points: the first place around a point that covers nothing. */
final class LabelPlacer {

  private record Box(double left, double top, double right, double bottom) {
    boolean meets(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    boolean isInside(Box other) {
      return left > other.left && right < other.right && top > other.top && bottom < other.bottom;
    }
  }

  /** Start of a text's base line. */
  record Place(double x, double y) {}

  private final Box frame;
  private final double characterWidth;
  private final double lineHeight;
  private final List<Box> taken = new ArrayList<>();

  LabelPlacer(
      double left,
      double top,
      double right,
      double bottom,
      double characterWidth,
      double lineHeight) {
    this.frame = new Box(left, top, right, bottom);
    this.characterWidth = characterWidth;
    this.lineHeight = lineHeight;
  }

  /** Keeps texts away from a rectangle. */
  void reserve(double left, double top, double right, double bottom) {
    taken.add(new Box(left, top, right, bottom));
  }

  /** Returns where to write {@code label} beside a point; empty where there is no room. */
  Optional<Place> place(String label, double cx, double cy) {
    double width = characterWidth * label.length();
    // Curves rise from left to right, so there is most room above to the left and below to the
    // right.
    double[][] offsets = {
      {-width - 6, -6},
      {6, 15},
      {-width / 2, -9},
      {-width / 2, 19},
      {8, 4},
      {-width - 8, 4},
      {6, -8},
      {-width - 6, 17}
    };
    for (double[] offset : offsets) {
      double x = cx + offset[0];
      double y = cy + offset[1];
      Box box = new Box(x, y - lineHeight + 2, x + width, y + 2);
      if (!label.isEmpty() && box.isInside(frame) && taken.stream().noneMatch(box::meets)) {
        taken.add(box);
        return Optional.of(new Place(x, y));
      }
    }
    return Optional.empty();
  }
}
