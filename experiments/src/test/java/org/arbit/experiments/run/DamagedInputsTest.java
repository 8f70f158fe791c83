package org.arbit.experiments.run;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.arbit.experiments.evaluate.AllocationText;
import org.arbit.experiments.export.ExportOptions;
import org.arbit.experiments.export.Exporters;
import org.arbit.experiments.export.runtime.Inference;
import org.arbit.experiments.export.runtime.NetworkRuntime;
import org.arbit.experiments.testing.DamagedFile;
import org.arbit.experiments.testing.IdxFiles;
import org.arbit.experiments.testing.TinyRun;
import org.arbit.supernet.cost.CostModels;
import org.arbit.supernet.cost.CostRequest;
import org.arbit.supernet.cost.CostTemplate;
import org.arbit.supernet.data.DataRequest;
import org.arbit.supernet.data.DataSets;
import org.arbit.supernet.format.VerticalBundle;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Workers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files that users bring or carry away, damaged: images, costs, allocations, exported networks. */
class DamagedInputsTest {

  private static final Workers WORKERS = new Workers(1);
  private static final int SIDE = 8;

  @TempDir static Path folder;

  private static Path data = Path.of("");
  private static RunInputs inputs;
  private static ExportRun run;

  @BeforeAll
  static void train() throws IOException {
    data = IdxFiles.write(folder.resolve("data"), 40, SIDE);
    Path network =
        TinyRun.network(
            folder.resolve("net"),
            "data.folder=" + data,
            "data.test=40",
            "supernet.recipe=vertical",
            "supernet.network={stem: {channels: 2}, stages: [{block: residual, channels: 4}]}");
    Path trained = TinyRun.train(network, folder.resolve("run"), "agent.steps=64");
    inputs = RunInputs.ofRun(trained, WORKERS);
    run = ExportRun.load(trained, WORKERS, new TreeMap<>(Map.of("arbit", "1")));
  }

  @AfterAll
  static void end() {
    WORKERS.close();
  }

  @TestFactory
  Stream<DynamicTest> images() throws IOException {
    Path images = data.resolve("train-images-idx3-ubyte");
    DamagedFile.Reader load = () -> DataSets.onClassPath().load(DataRequest.of(data, 1));
    DamagedFile idx = DamagedFile.of("IDX images", images, load);
    Path zipped = IdxFiles.write(folder.resolve("zipped"), 40, SIDE);
    Path gz = zipped.resolve("t10k-images-idx3-ubyte.gz");
    byte[] plain = Files.readAllBytes(zipped.resolve("t10k-images-idx3-ubyte"));
    Files.delete(zipped.resolve("t10k-images-idx3-ubyte"));
    Files.write(gz, gzip(plain));
    DamagedFile compressed =
        DamagedFile.of(
            "IDX images, compressed",
            gz,
            () -> DataSets.onClassPath().load(DataRequest.of(zipped, 1)));
    return Stream.of(
            idx.seenAtLeast(500),
            DamagedFile.of("IDX labels", data.resolve("t10k-labels-idx1-ubyte"), load)
                .seenAtLeast(500),
            compressed.seenAtLeast(990),
            compressed.packed("content", plain, DamagedInputsTest::gzip).seenAtLeast(500))
        .map(DamagedFile::test);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  @TestFactory
  Stream<DynamicTest> otherImages() throws IOException {
    Path cifar = Files.createDirectories(folder.resolve("cifar"));
    for (String name :
        "data_batch_1 data_batch_2 data_batch_3 data_batch_4 data_batch_5 test_batch".split(" ")) {
      byte[] records = new byte[2 * 3073];
      records[3073] = 9;
      Files.write(cifar.resolve(name + ".bin"), records);
    }
    return Stream.of(
            DamagedFile.of("CIFAR-10", cifar.resolve("data_batch_2.bin"), () -> load(cifar))
                .seenAtLeast(500),
            npz(),
            npz().packed("array", npy(), DamagedInputsTest::zip).seenAtLeast(500),
            picture("png"),
            picture("png").packed("header", pngHeader(), DamagedInputsTest::png).seenAtLeast(500),
            picture("jpg"))
        .map(DamagedFile::test);
  }

  private static void load(Path place) {
    DataSets.onClassPath().load(DataRequest.of(place, 1));
  }

  private static DamagedFile npz() throws IOException {
    Path file = Files.createDirectories(folder.resolve("npz")).resolve("images.npz");
    Files.write(file, zip(npy()));
    return DamagedFile.of("NumPy archive", file, () -> load(file));
  }

  /** The images of an archive: 20 of 3 x 2 pixels. */
  private static byte[] npy() {
    return npy("|u1", "(20, 3, 2)", 120);
  }

  private static byte[] npy(String type, String shape, int bytes) {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    ByteBuffer npy = ByteBuffer.allocate(10 + header.length() + bytes);
    npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
    return npy.put(header.getBytes(StandardCharsets.US_ASCII)).array();
  }

  private static byte[] zip(byte[] images) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("images.npy"));
      zip.write(images);
      zip.putNextEntry(new ZipEntry("labels.npy"));
      zip.write(npy("|u1", "(20,)", 20));
    }
    return out.toByteArray();
  }

  private static DamagedFile picture(String format) throws IOException {
    Path classes = folder.resolve("pictures-" + format);
    for (String name : new String[] {"a/0.", "a/1.", "b/2.", "b/3."}) {
      Path file = classes.resolve(name + format);
      Files.createDirectories(file.getParent());
      Files.write(file, picture());
      if (format.equals("jpg")) {
        ImageIO.write(ImageIO.read(file.toFile()), "jpg", file.toFile());
      }
    }
    Path file = classes.resolve("b/2." + format);
    return DamagedFile.of(format, file, () -> load(classes)).naming("2." + format);
  }

  private static byte[] picture() throws IOException {
    BufferedImage image = new BufferedImage(12, 10, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(3);
    for (int i = 0; i < 120; i++) {
      image.setRGB(i % 12, i / 12, random.nextInt(1 << 24));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  /** Type and content of the first chunk: width, height, depth and kinds. */
  private static byte[] pngHeader() throws IOException {
    return Arrays.copyOfRange(picture(), 12, 12 + 4 + 13);
  }

  /** A picture whose first chunk is another one, with its length and checksum. */
  private static byte[] png(byte[] header) throws IOException {
    byte[] whole = picture();
    CRC32 check = new CRC32();
    check.update(header);
    int rest = whole.length - 12 - 4 - 13 - 4;
    return ByteBuffer.allocate(12 + header.length + 4 + rest)
        .put(whole, 0, 8)
        .putInt(header.length - 4)
        .put(header)
        .putInt((int) check.getValue())
        .put(whole, whole.length - rest, rest)
        .array();
  }

  @TestFactory
  Stream<DynamicTest> costsAndAllocations() throws IOException {
    FrozenNetwork network = (FrozenNetwork) inputs.network();
    CostRequest request = CostRequest.of(network);
    Path csv = folder.resolve("costs.csv");
    Path json = folder.resolve("costs.json");
    Files.writeString(csv, CostTemplate.csv(request).replaceAll("(?m),$", ",1.5"));
    Files.writeString(
        json, CostTemplate.json(request).replaceAll("\"cost\" *: *[^,}\\s]+", "\"cost\": 2"));
    Path own = export("json", "allocation.json");
    Path haq = export("haq", "haq.json");
    return Stream.of(
            DamagedFile.of("costs as CSV", csv, () -> costs(request, csv)),
            DamagedFile.of("costs as JSON", json, () -> costs(request, json)),
            DamagedFile.of(
                "allocation", own, () -> AllocationText.parse(own.toString()).on(network)),
            DamagedFile.of("HAQ list", haq, () -> AllocationText.parse(haq.toString()).on(network)))
        .map(DamagedFile::test);
  }

  private static void costs(CostRequest request, Path file) {
    CostModels.onClassPath().create("table", request.withOptions(Map.of("file", file.toString())));
  }

  private static Path export(String format, String name) throws IOException {
    Path file = folder.resolve(name);
    Exporters.load().get(format).export(run.source(), ExportOptions.defaults(), file);
    return file;
  }

  @TestFactory
  Stream<DynamicTest> exportedNetworks() throws IOException {
    Path bundle = export("vertical", "bundle");
    Path base = bundle.resolve("base-2.safetensors");
    return Stream.of(
            DamagedFile.of(
                    "vertical layers",
                    bundle.resolve("vertical.json"),
                    () -> VerticalBundle.read(bundle, 8))
                .naming(quoted(bundle)),
            DamagedFile.of("base layer", base, () -> VerticalBundle.read(bundle, 2)),
            network("adaptive-onnx"),
            network("static-onnx"),
            network("qonnx"))
        .map(DamagedFile::test);
  }

  private static DamagedFile network(String format) throws IOException {
    Path file = export(format, format + ".onnx");
    return DamagedFile.of(
            format,
            file,
            () -> {
              try (NetworkRuntime model = NetworkRuntime.load(file, 1)) {
                Inference.run(model, inputs.data().test(), 2, 2, Double.NaN, null);
              }
            })
        .naming("the network takes");
  }

  private static String quoted(Path place) {
    return Pattern.quote(place.toString());
  }
}
