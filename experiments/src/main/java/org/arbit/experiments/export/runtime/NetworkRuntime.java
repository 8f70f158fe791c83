package org.arbit.experiments.export.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;

/** An exported network, adaptive or at one allocation, loaded. Not thread-safe. */
public final class NetworkRuntime implements AutoCloseable {

  private static final long[] NONE = {};
  private static final String IMAGE = "image";
  private static final List<String> ENVIRONMENTS = List.of(BitAllocation.ID, BitAllocation.EXIT_ID);

  /** Version of the metadata that this code knows. */
  private static final String SCHEMA = "1";

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String name;
  private final long[] shape;

  private NetworkRuntime(OrtSession session, String name, long[] shape) {
    this.session = session;
    this.name = name;
    this.shape = shape;
  }

  /**
   * Loads a file.
   *
   * @param threads that one operation may use
   * @throws InvalidInputException if it is missing, no network for images, of a newer schema, or
   *     broken
   */
  public static NetworkRuntime load(Path file, int threads) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + " does not exist; expected an exported network.");
    }
    return load(Files.readAllBytes(file), file.toString(), threads);
  }

  /**
   * Loads a model.
   *
   * @param name for messages
   */
  public static NetworkRuntime load(byte[] model, String name, int threads) {
    CommandLineLength.check();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      // Else products of real values become products of bytes, with other results.
      options.addConfigEntry("session.disable_quant_qdq", "1");
      // What it would print is in its exceptions, too.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options);
      try {
        requireKnown(session, name);
        NodeInfo input = Objects.requireNonNull(session.getInputInfo().get(IMAGE));
        TensorInfo image = (TensorInfo) input.getInfo();
        return new NetworkRuntime(session, name, image.getShape());
      } catch (InvalidInputException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new InvalidInputException(
          name
              + " is no ONNX file that this runtime can load: "
              + reason(e)
              + (reason(e).matches("(?i).*(ir[ _]version|opset).*")
                  ? ". Maybe it needs a newer ONNX Runtime?"
                  : ". Maybe it was cut off in copying?"),
          e);
    }
  }

  /** Returns the first line of what went wrong, without the runtime's code and full stops. */
  private static String reason(OrtException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .findFirst()
        .orElse("no reason is given")
        .replaceFirst("^Error code - \\w+ - message: ", "")
        .replaceFirst("[.\\s]+$", "");
  }

  private static void requireKnown(OrtSession session, String name) throws OrtException {
    if (!session.getInputNames().contains(IMAGE) || !session.getOutputNames().contains("logits")) {
      throw new InvalidInputException(
          name
              + " is no network for images: its inputs are "
              + session.getInputNames()
              + ". Maybe it is a policy.onnx?");
    }
    String schema = session.getMetadata().getCustomMetadata().getOrDefault("arbit.schema", "?");
    if (!schema.equals(SCHEMA)) {
      throw new InvalidInputException(
          name
              + " has schema "
              + schema
              + ", but this version reads "
              + SCHEMA
              + ". Maybe update Arbit, or export it again?");
    }
    requireKnownEnvironment(session, name);
  }

  /** A network that chooses must have been exported for environments that are known here. */
  private static void requireKnownEnvironment(OrtSession session, String name) throws OrtException {
    if (!session.getOutputNames().contains("bitops")) {
      return;
    }
    Map<String, String> told = session.getMetadata().getCustomMetadata();
    String environment = told.getOrDefault("arbit.environment", "(none)");
    if (!ENVIRONMENTS.contains(environment)) {
      throw new InvalidInputException(
          name
              + " was exported for "
              + Names.unknown("environment", environment, ENVIRONMENTS)
              + " Maybe update Arbit?");
    }
    String bitWidths = told.getOrDefault("arbit.bitWidths", "(none)");
    if (!bitWidths.matches("\\[[1-8](,[1-8])*\\]")) {
      throw new InvalidInputException(name + " is damaged: its bit-widths are " + bitWidths + ".");
    }
  }

  /**
   * Returns a number of the metadata.
   *
   * @param missing what holds without the key
   * @throws InvalidInputException if it is no number
   */
  public double number(String key, double missing) {
    String text = metadata().get(key);
    try {
      return text == null ? missing : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          name + " is damaged: its " + key + " is " + text + ", and no number.", e);
    }
  }

  /** Returns what is written about the file inside of it, by key. */
  public Map<String, String> metadata() {
    try {
      return session.getMetadata().getCustomMetadata();
    } catch (OrtException e) {
      throw new IllegalStateException("The metadata of a loaded model can be read.", e);
    }
  }

  /** Whether the network chooses its own bits. */
  public boolean isAdaptive() {
    return session.getOutputNames().contains("bitops");
  }

  /** Whether the network keeps a hard budget, which it must be told. */
  public boolean takesBudget() {
    return session.getInputNames().contains("budget");
  }

  /** Whether the file takes any number of images at once; otherwise one. */
  public boolean batches() {
    return shape[0] < 0;
  }

  /** Returns the number of bytes of one image. */
  public int imageSize() {
    return (int) (shape[1] * shape[2] * shape[3]);
  }

  /**
   * What came out.
   *
   * @param logits {@code samples x classes}
   * @param bits {@code samples x decisions}, one for each layer unless the network is walked
   *     otherwise: those of the weights; empty if not adaptive
   * @param activationBits the same for the activations
   * @param bitOps of the network, for each sample; empty if not adaptive
   */
  public record Outputs(float[] logits, long[] bits, long[] activationBits, long[] bitOps) {}

  /**
   * Runs images.
   *
   * @param images unsigned bytes, {@code samples x channels x height x width}
   * @param lambda trade-off of all samples; not used if the file does not ask for it
   * @param budgets in BitOps, one for all samples or one for each; not used if the file does not
   *     ask for them
   * @throws InvalidInputException if the network turns out to be broken
   */
  public Outputs run(byte[] images, int samples, double lambda, long... budgets) {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      long[] sides = {samples, shape[1], shape[2], shape[3]};
      ByteBuffer pixels = ByteBuffer.allocateDirect(samples * imageSize());
      pixels.put(images, 0, samples * imageSize()).rewind();
      inputs.put(IMAGE, OnnxTensor.createTensor(environment, pixels, sides, OnnxJavaType.UINT8));
      if (session.getInputNames().contains("lambda")) {
        DoubleBuffer price = DoubleBuffer.wrap(new double[] {lambda});
        inputs.put("lambda", OnnxTensor.createTensor(environment, price, new long[] {1}));
      }
      if (takesBudget()) {
        inputs.put(
            "budget",
            OnnxTensor.createTensor(
                environment, LongBuffer.wrap(budgets), new long[] {budgets.length}));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        if (!isAdaptive()) {
          return new Outputs(floats(result, "logits"), NONE, NONE, NONE);
        }
        long[] bits = longs(result, "bits");
        return new Outputs(
            floats(result, "logits"),
            bits,
            result.get("activation_bits").isPresent() ? longs(result, "activation_bits") : bits,
            longs(result, "bitops"));
      }
    } catch (OrtException e) {
      throw new InvalidInputException(
          name + " cannot be run, it may be damaged: " + reason(e) + ".", e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private float[] floats(OrtSession.Result result, String name) {
    FloatBuffer buffer = tensor(result, name).getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private long[] longs(OrtSession.Result result, String name) {
    LongBuffer buffer = tensor(result, name).getLongBuffer();
    long[] values = new long[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private OnnxTensor tensor(OrtSession.Result result, String output) {
    return (OnnxTensor)
        result
            .get(output)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        name + " is damaged: it has no output " + output + "."));
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close the network.", e);
    }
  }
}
