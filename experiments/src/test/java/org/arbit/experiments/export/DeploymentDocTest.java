package org.arbit.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.nn.Precision;
import org.arbit.experiments.export.graph.AdaptiveDesign;
import org.arbit.experiments.export.graph.Batching;
import org.arbit.experiments.export.graph.PolicyEnvironment;
import org.arbit.experiments.export.runtime.NetworkRuntime;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python and Java lines of docs/deployment.md do what they say, without anything of ours. */
final class DeploymentDocTest {

  private static final Path PAGE = Path.of("../docs/deployment.md");
  private static final int IMAGES = 17;
  private static final double PRICE = 0.03;

  @TempDir private Path folder;

  @Test
  void pythonGetsTheClassesBitsAndBitOpsOfJava() throws IOException {
    Python python = Python.with("numpy, onnxruntime", folder);
    byte[] model = AdaptiveOnnxTest.anyModel(Batching.GROUP).toBytes();
    Files.write(folder.resolve("adaptive.onnx"), model);
    ImageShape shape = new ImageShape(1, 12, 12);
    Dataset data = TinyNetworks.images(shape, IMAGES);
    byte[] images = new byte[IMAGES * shape.size()];
    for (int i = 0; i < IMAGES; i++) {
      data.image(i, images, i * shape.size());
    }
    Files.write(folder.resolve("images.npy"), npy(images));
    Path script = folder.resolve("snippet.py");
    Files.writeString(
        script,
        snippet("python")
            + "print('---')\n"
            + "for row in zip(*run(session, np.load('images.npy'), "
            + PRICE
            + ")):\n"
            + "    print(row[0], *row[1], row[2])\n");
    String printed = python.run(script.toString());
    assertThat(printed).startsWith("0 0.003 ");
    assertThat(printed.split("---\\R")[1]).isEqualTo(java(model, images));
  }

  @Test
  void javaRunsWithOnnxRuntimeAlone() throws Exception {
    Path source = folder.resolve("Adaptive.java");
    Files.writeString(source, snippet("java"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String runtime =
        Path.of(OrtSession.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    String[] arguments = {
      "-proc:none", "-Xlint:all", "-Werror", "-cp", runtime, "-d", "" + folder, "" + source
    };
    assertThat(compiler.run(null, messages, messages, arguments))
        .as(messages.toString(StandardCharsets.UTF_8))
        .isZero();
    Path model = folder.resolve("adaptive.onnx");
    Files.write(model, mnistSized());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                runtime + File.pathSeparator + folder,
                "Adaptive",
                model.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readAllLines(folder.resolve("out.txt")))
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).matches("\\[.*] \\[(\\d, ){5}\\d] \\d+"));
  }

  private static byte[] mnistSized() {
    try (Workers workers = new Workers(1)) {
      ImageShape shape = new ImageShape(1, 28, 28);
      PolicyEnvironment config = TinySources.environment(false);
      Dataset images = TinyNetworks.images(shape, 4);
      FrozenNetwork network = TinyNetworks.network(shape, 2, BitWidths.of(2, 8), false, workers);
      PolicyNetwork policy = TinySources.policy(network, images, config, Precision.INT8);
      AdaptiveDesign design = AdaptiveDesign.of(network, policy, config, images);
      return AdaptiveOnnx.model(design, Batching.GROUP, TinySources.metadata(network, policy))
          .toBytes();
    }
  }

  private static String snippet(String language) throws IOException {
    Pattern block = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL);
    Matcher matcher = block.matcher(Files.readString(PAGE));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static String java(byte[] model, byte[] images) {
    try (NetworkRuntime runtime = NetworkRuntime.load(model, "adaptive.onnx", 1)) {
      NetworkRuntime.Outputs outputs = runtime.run(images, IMAGES, PRICE);
      int classes = outputs.logits().length / IMAGES;
      int layers = outputs.bits().length / IMAGES;
      return IntStream.range(0, IMAGES)
          .mapToObj(
              i ->
                  best(Arrays.copyOfRange(outputs.logits(), i * classes, (i + 1) * classes))
                      + " "
                      + Arrays.stream(outputs.bits(), i * layers, (i + 1) * layers)
                          .mapToObj(Long::toString)
                          .collect(Collectors.joining(" "))
                      + " "
                      + outputs.bitOps()[i])
          .collect(Collectors.joining("\n"));
    }
  }

  private static int best(float[] logits) {
    int best = 0;
    for (int k = 1; k < logits.length; k++) {
      best = logits[k] > logits[best] ? k : best;
    }
    return best;
  }

  /** Returns the images as a NumPy file of format 1.0. */
  private static byte[] npy(byte[] images) throws IOException {
    String header =
        "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, 1, 12, 12), }".formatted(IMAGES);
    String padded = header + " ".repeat(117 - header.length()) + "\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(padded.length());
    bytes.write(0);
    bytes.write(padded.getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(images);
    return bytes.toByteArray();
  }
}
