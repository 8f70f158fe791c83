package org.arbit.experiments.export.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import onnx.Onnx;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.spi.InvalidInputException;

/** A whole ONNX file: one graph and what is known about it. Immutable. */
public final class OnnxModel {

  /** The operator set of every file, unless its format needs a newer one. */
  public static final int OPSET = 17;

  /** The least operator set in which all operators mean the same. */
  public static final int LEAST_OPSET = 13;

  /** The version of the file format that goes with the operator set. */
  public static final int IR = 8;

  private static final String PRODUCER = "arbit";

  private final Onnx.ModelProto proto;

  private OnnxModel(Onnx.ModelProto proto) {
    this.proto = proto;
  }

  /**
   * Returns a model.
   *
   * @param description what it does, in a sentence
   * @param version of Arbit
   * @param metadata texts by key, found again by every reader of ONNX files
   */
  public static OnnxModel of(
      GraphBuilder graph, String description, String version, Map<String, String> metadata) {
    Onnx.ModelProto.Builder model =
        Onnx.ModelProto.newBuilder()
            .setIrVersion(IR)
            .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setProducerName(PRODUCER)
            .setProducerVersion(version)
            .setDocString(description)
            .setGraph(graph.build());
    new TreeMap<>(metadata)
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return new OnnxModel(model.build());
  }

  /** Returns the same model, which also uses operators of another domain. */
  public OnnxModel withDomain(String domain, int version) {
    return new OnnxModel(
        proto.toBuilder()
            .addOpsetImport(
                Onnx.OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version))
            .build());
  }

  /** Returns the same model with an operator explained in terms of known ones. */
  public OnnxModel withFunction(FunctionBuilder function) {
    return new OnnxModel(proto.toBuilder().addFunctions(function.build()).build());
  }

  /**
   * Returns the same model for another operator set.
   *
   * @param version {@link #LEAST_OPSET} to {@link #OPSET}: of what these files are made of, nothing
   *     but the types that are allowed differs between them
   * @throws InvalidInputException if it is none of these
   */
  public OnnxModel withOpset(int version) {
    if (version < LEAST_OPSET || version > OPSET) {
      throw new InvalidInputException(
          "The operator set "
              + version
              + " is not known; exports can have "
              + LEAST_OPSET
              + " to "
              + OPSET
              + ". Maybe "
              + OPSET
              + "?");
    }
    Onnx.ModelProto.Builder model = proto.toBuilder();
    model.getOpsetImportBuilderList().forEach(set -> change(set, version));
    model
        .getFunctionsBuilderList()
        .forEach(
            function -> function.getOpsetImportBuilderList().forEach(set -> change(set, version)));
    return new OnnxModel(model.build());
  }

  private static void change(Onnx.OperatorSetIdProto.Builder set, int version) {
    if (set.getDomain().isEmpty()) {
      set.setVersion(version);
    }
  }

  /** Returns the bytes of the file; the same each time for the same graph. */
  public byte[] toBytes() {
    return proto.toByteArray();
  }

  /** Writes the file, atomically. */
  public void write(Path file) throws IOException {
    AtomicFiles.writeBytes(file, toBytes());
  }
}
