package org.arbit.supernet.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * The header of a NumPy array file, versions 1 to 3 (NumPy enhancement proposal 1, "A simple file
 * format for NumPy arrays"): a magic string, a length, and a Python dictionary with three keys.
 *
 * @param type NumPy's name of the element type, such as {@code |u1}
 * @param shape the lengths of the dimensions, each at least 0
 * @param bytes length of the header itself
 */
record NpyHeader(String type, int[] shape, int bytes) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Real ones have 128 bytes; a length field of four bytes could promise 4 GB. */
  private static final int LONGEST = 1 << 16;

  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']{1,16})'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");

  /**
   * Reads the header from the start of a file.
   *
   * @throws ZipException if it is none, with a reason that fits after "is damaged: "
   */
  static NpyHeader read(InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2
        || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new ZipException("it does not start as a NumPy array");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new ZipException("its NumPy format version is " + version + ", expected 1 to 3");
    }
    int lengthBytes = version == 1 ? 2 : 4;
    long length = 0;
    for (int i = 0; i < lengthBytes; i++) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      length |= (long) next << (8 * i);
    }
    if (length > LONGEST) {
      throw new ZipException("its header promises " + length + " bytes, at most 65536 are usual");
    }
    byte[] text = in.readNBytes((int) length);
    if (text.length < length) {
      throw new EOFException();
    }
    int bytes = MAGIC.length + 2 + lengthBytes + text.length;
    return parse(new String(text, StandardCharsets.ISO_8859_1), bytes);
  }

  private static NpyHeader parse(String text, int bytes) throws ZipException {
    Matcher type = TYPE.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!type.find() || !order.find() || !shape.find()) {
      throw new ZipException("its header has no simple type, order or shape");
    }
    if (order.group(1).equals("True")) {
      throw new ZipException("it is in Fortran order, expected C order");
    }
    try {
      int[] lengths =
          Pattern.compile(",")
              .splitAsStream(shape.group(1))
              .map(String::strip)
              .filter(part -> !part.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      return new NpyHeader(type.group(1), lengths, bytes);
    } catch (NumberFormatException e) {
      throw new ZipException("its shape is (" + shape.group(1) + "), too large a number");
    }
  }

  /** Whether a dimension has no length, or there is none. */
  boolean isEmpty() {
    return shape.length == 0 || Arrays.stream(shape).anyMatch(length -> length == 0);
  }

  /** Returns the shape as {@code 60000 x 28 x 28}. */
  String shapeText() {
    return String.join(" x ", Arrays.stream(shape).mapToObj(Integer::toString).toList());
  }
}
