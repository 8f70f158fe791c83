package org.arbit.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

/** What is on the class path of the installed program, which is that of this module. */
final class ClassPathTest {

  /** Where the jars of ND4J's classifiers keep the library, below a folder of the platform. */
  private static final List<String> EXTENSIONS = List.of("", "-onednn", "-avx2", "-avx512");

  @Test
  void holdsOneNativeLibraryOfNd4jAndThatWithOneDnn() {
    String platform = Loader.getPlatform();
    List<URL> found =
        EXTENSIONS.stream()
            .map(extension -> "org/nd4j/linalg/cpu/nativecpu/bindings/" + platform + extension)
            .map(folder -> folder + "/" + System.mapLibraryName("nd4jcpu"))
            .flatMap(name -> resources(name).stream())
            .toList();

    assertThat(found).hasSize(1);
    if (!platform.contains("arm64")) {
      assertThat(found.get(0).toString()).contains("-onednn");
    }
  }

  @Test
  void holdsOneSlf4jProviderAndOneOnnxProtobuf() {
    assertThat(resources("META-INF/services/org.slf4j.spi.SLF4JServiceProvider")).hasSize(1);
    assertThat(resources("onnx/Onnx.class")).hasSize(1);
  }

  private static List<URL> resources(String name) {
    try {
      return Collections.list(ClassPathTest.class.getClassLoader().getResources(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
