package org.arbit.tests.flow;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** A folder with the four files of MNIST: bright squares on noise, the class says where. */
final class IdxImages {

  private static final int SIDE = 28;
  private static final int CLASSES = 10;

  private IdxImages() {}

  /** Writes the folder; the training files plain, the test files gzipped. */
  static void write(Path folder, int train, int test) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("train-images-idx3-ubyte"), images(train, 1));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(train));
    Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), gzip(images(test, 2)));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), gzip(labels(test)));
  }

  private static byte[] images(int count, long seed) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int number : new int[] {0x0803, count, SIDE, SIDE}) {
      out.writeInt(number);
    }
    for (int i = 0; i < count; i++) {
      int left = 2 * (i % CLASSES);
      for (int p = 0; p < SIDE * SIDE; p++) {
        int column = p % SIDE;
        boolean square = column >= left && column < left + 6;
        out.writeByte((square ? 150 : 0) + random.nextInt(100));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] labels(int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x0801);
    out.writeInt(count);
    for (int i = 0; i < count; i++) {
      out.writeByte(i % CLASSES);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }
}
