package org.arbit.supernet.layers;

/**
 * What a classifier or a head reads of a map: the mean of every channel over each cell of a grid,
 * channel by channel and within it row by row.
 *
 * @param channels of the map
 * @param height of the map in pixels
 * @param width of the map in pixels
 * @param cells along each side; divides height and width
 */
public record MapGrid(int channels, int height, int width, int cells) {

  /** Returns the number of means. */
  public int features() {
    return channels * cells * cells;
  }

  /** Returns the pixels of a cell. */
  public int plane() {
    return height * width / (cells * cells);
  }

  /** Returns the values of a map. */
  public int size() {
    return channels * height * width;
  }

  /**
   * Copies a map with the pixels of each cell side by side.
   *
   * @param maps holds the map, {@code channels x height x width}, from {@code at}
   * @param into receives {@code features x plane} values from 0
   */
  public void gather(float[] maps, int at, float[] into) {
    if (cells == 1) {
      System.arraycopy(maps, at, into, 0, size());
    } else {
      move(maps, at, into, true);
    }
  }

  /** The inverse of {@link #gather}: copies {@code cellwise} to a map from {@code at}. */
  public void scatter(float[] cellwise, float[] maps, int at) {
    if (cells == 1) {
      System.arraycopy(cellwise, 0, maps, at, size());
    } else {
      move(maps, at, cellwise, false);
    }
  }

  private void move(float[] maps, int at, float[] cellwise, boolean gather) {
    int cellHeight = height / cells;
    int cellWidth = width / cells;
    for (int row = 0; row < channels * height; row++) {
      int strip = row / cellHeight;
      for (int column = 0; column < cells; column++) {
        int there = at + row * width + column * cellWidth;
        int cell = strip * cells + column;
        int here = (cell * cellHeight + row % cellHeight) * cellWidth;
        if (gather) {
          System.arraycopy(maps, there, cellwise, here, cellWidth);
        } else {
          System.arraycopy(cellwise, here, maps, there, cellWidth);
        }
      }
    }
  }
}
