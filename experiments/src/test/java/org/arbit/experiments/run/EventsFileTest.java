package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsFileTest {

  @TempDir Path folder;

  @Test
  void recordsAreFramedAsTensorBoardReadsThem() throws IOException {
    try (EventsFile events = new EventsFile(folder)) {
      events.add("dqn", 300, Map.of("return", 0.5));
    }
    Path file;
    try (Stream<Path> list = Files.list(folder)) {
      file = list.findFirst().orElseThrow();
    }
    assertThat(file.getFileName().toString()).matches("events\\.out\\.tfevents\\.\\d{10}\\..*");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);

    assertThat(new String(next(bytes), StandardCharsets.ISO_8859_1)).endsWith("brain.Event:2");
    byte[] event = next(bytes);
    assertThat(bytes.hasRemaining()).isFalse();
    // wall_time (tag 9, 8 bytes), step 300 as varint (tag 16: AC 02), summary (tag 42) of one value
    // (tag 10) with its name (tag 10) and the float 0.5 (tag 21: 00 00 00 3F).
    byte[] name = "dqn/return".getBytes(StandardCharsets.UTF_8);
    ByteBuffer expected = ByteBuffer.allocate(event.length - 9);
    expected.put(new byte[] {16, (byte) 0xAC, 2, 42, (byte) (name.length + 9), 10});
    expected.put(new byte[] {(byte) (name.length + 7), 10, (byte) name.length}).put(name);
    expected.put(new byte[] {21, 0, 0, 0, 0x3F});
    assertThat(event[0]).isEqualTo((byte) 9);
    assertThat(Arrays.copyOfRange(event, 9, event.length)).isEqualTo(expected.array());
  }

  /** Reads a record, checking both checksums by the formula of the TFRecord format. */
  private static byte[] next(ByteBuffer bytes) {
    byte[] length = new byte[8];
    bytes.get(length);
    assertThat(bytes.getInt()).isEqualTo(masked(length));
    byte[] message =
        new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
    bytes.get(message);
    assertThat(bytes.getInt()).isEqualTo(masked(message));
    return message;
  }

  private static int masked(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    long value = crc.getValue();
    return (int) (((value >>> 15) | (value << 17)) + 0xa282ead8L);
  }
}
