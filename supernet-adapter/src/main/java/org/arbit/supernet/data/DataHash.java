package org.arbit.supernet.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash that identifies a data set in results and checkpoints. */
final class DataHash {

  private DataHash() {}

  /**
   * Returns the hexadecimal SHA-256 of the parts, in order: for each its size and shape as 32-bit
   * big-endian integers, then every image's bytes followed by its label as a 32-bit integer.
   */
  static String of(Dataset... parts) {
    MessageDigest digest = sha256();
    for (Dataset part : parts) {
      ImageShape shape = part.shape();
      ByteBuffer header = ByteBuffer.allocate(16);
      header.putInt(part.size()).putInt(shape.channels()).putInt(shape.height());
      digest.update(header.putInt(shape.width()).array());
      ByteBuffer record = ByteBuffer.allocate(shape.size() + Integer.BYTES);
      for (int i = 0; i < part.size(); i++) {
        part.image(i, record.array(), 0);
        digest.update(record.putInt(shape.size(), part.label(i)).array());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
