package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MapGridTest {

  @Test
  void gathersTheCellsOfTwoChannelsAsWrittenByHand() {
    MapGrid grid = new MapGrid(2, 2, 4, 2);
    float[] maps = {
      -1, // before the map
      0, 1, 2, 3, //
      4, 5, 6, 7, //
      10, 11, 12, 13, //
      14, 15, 16, 17
    };
    float[] cells = new float[16];
    grid.gather(maps, 1, cells);
    assertThat(cells).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17);
    assertThat(grid.features()).isEqualTo(8);
    assertThat(grid.plane()).isEqualTo(2);

    MapGrid square = new MapGrid(1, 4, 4, 2);
    float[] map = new float[16];
    for (int i = 0; i < map.length; i++) {
      map[i] = i;
    }
    square.gather(map, 0, cells);
    assertThat(cells).containsExactly(0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15);
    float[] back = new float[17];
    square.scatter(cells, back, 1);
    for (int i = 0; i < map.length; i++) {
      assertThat(back[i + 1]).isEqualTo(map[i]);
    }
  }
}
