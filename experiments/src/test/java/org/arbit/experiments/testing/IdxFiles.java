package org.arbit.experiments.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A folder with the four IDX files of MNIST and its kin, filled with noise. */
public final class IdxFiles {

  private static final int CLASSES = 10;

  private IdxFiles() {}

  /** Writes {@code count} square images for training and as many for testing. */
  public static Path write(Path folder, int count, int side) throws IOException {
    Files.createDirectories(folder);
    Random random = new Random(1);
    for (String part : new String[] {"train", "t10k"}) {
      byte[] pixels = new byte[count * side * side];
      random.nextBytes(pixels);
      byte[] labels = new byte[count];
      for (int i = 0; i < count; i++) {
        labels[i] = (byte) (i % CLASSES);
      }
      write(folder.resolve(part + "-images-idx3-ubyte"), 0x803, pixels, count, side, side);
      write(folder.resolve(part + "-labels-idx1-ubyte"), 0x801, labels, count);
    }
    return folder;
  }

  private static void write(Path file, int magic, byte[] data, int... sides) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(magic);
    for (int side : sides) {
      out.writeInt(side);
    }
    out.write(data);
    Files.write(file, bytes.toByteArray());
  }
}
