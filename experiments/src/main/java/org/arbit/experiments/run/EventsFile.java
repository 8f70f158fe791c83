package org.arbit.experiments.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Metrics for TensorBoard: a TFRecord file of {@code Event} messages, each a protocol buffer. Every
 * record is its length (8 bytes, little-endian), the masked CRC-32C of these, the message, and the
 * masked CRC-32C of that. Not thread-safe.
 */
final class EventsFile implements AutoCloseable {

  /** How the name of every such file begins; TensorBoard looks for it. */
  static final String PREFIX = "events.out.tfevents.";

  private static final String VERSION = "brain.Event:2";
  private static final int MASK_DELTA = 0xa282ead8;

  // Field numbers and wire types of tensorflow/core/util/event.proto and summary.proto.
  private static final int WALL_TIME_DOUBLE = 1 << 3 | 1;
  private static final int STEP_VARINT = 2 << 3;
  private static final int FILE_VERSION_BYTES = 3 << 3 | 2;
  private static final int SUMMARY_BYTES = 5 << 3 | 2;
  private static final int VALUE_BYTES = 1 << 3 | 2;
  private static final int TAG_BYTES = 1 << 3 | 2;
  private static final int SIMPLE_VALUE_FLOAT = 2 << 3 | 5;

  private final OutputStream out;

  /** Starts a new file in {@code runFolder}; TensorBoard puts several of one folder together. */
  EventsFile(Path runFolder) throws IOException {
    Instant now = Instant.now();
    // Ten digits of seconds, as TensorBoard sorts by name; nanoseconds tell two starts apart.
    String name =
        String.format(
            Locale.ROOT, "%s%010d.%09d.arbit", PREFIX, now.getEpochSecond(), now.getNano());
    this.out =
        Files.newOutputStream(
            runFolder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ByteArrayOutputStream event = event(0);
    bytes(event, FILE_VERSION_BYTES, VERSION.getBytes(StandardCharsets.UTF_8));
    record(event.toByteArray());
  }

  /** Adds the metrics of one moment, each as the scalar {@code part/name}. */
  void add(String part, long step, Map<String, Double> metrics) throws IOException {
    ByteArrayOutputStream summary = new ByteArrayOutputStream();
    metrics.forEach(
        (name, value) -> {
          ByteArrayOutputStream scalar = new ByteArrayOutputStream();
          bytes(scalar, TAG_BYTES, (part + "/" + name).getBytes(StandardCharsets.UTF_8));
          scalar.write(SIMPLE_VALUE_FLOAT);
          scalar.writeBytes(little(Integer.BYTES).putFloat(value.floatValue()).array());
          bytes(summary, VALUE_BYTES, scalar.toByteArray());
        });
    ByteArrayOutputStream event = event(step);
    bytes(event, SUMMARY_BYTES, summary.toByteArray());
    record(event.toByteArray());
  }

  private static ByteArrayOutputStream event(long step) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.write(WALL_TIME_DOUBLE);
    double seconds = System.currentTimeMillis() / 1000.0;
    event.writeBytes(little(Double.BYTES).putDouble(seconds).array());
    event.write(STEP_VARINT);
    varint(event, step);
    return event;
  }

  private static void bytes(ByteArrayOutputStream into, int field, byte[] content) {
    into.write(field);
    varint(into, content.length);
    into.writeBytes(content);
  }

  private static void varint(ByteArrayOutputStream into, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      into.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    into.write((int) rest);
  }

  private void record(byte[] message) throws IOException {
    byte[] length = little(Long.BYTES).putLong(message.length).array();
    byte[] record = new byte[length.length + message.length + 2 * Integer.BYTES];
    ByteBuffer.wrap(record)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(length)
        .putInt(maskedCrc(length))
        .put(message)
        .putInt(maskedCrc(message));
    out.write(record);
  }

  private static int maskedCrc(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
