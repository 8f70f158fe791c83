package org.arbit.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A project of somebody else's.
 *
 * @param main its folder {@code src/main}
 */
record OutsideProject(Path main) {

  static OutsideProject named(String name) {
    return new OutsideProject(Path.of(name, "src", "main"));
  }

  /** Compiles it against Arbit. */
  void compile(Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  options,
                  null,
                  files.getJavaFileObjectsFromPaths(
                      files(main.resolve("java")).stream()
                          .filter(file -> file.toString().endsWith(".java"))
                          .toList()))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  /** Packs its classes and resources. */
  void pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path root : List.of(classes, main.resolve("resources"))) {
        for (Path file : files(root)) {
          entries.putNextEntry(new ZipEntry(root.relativize(file).toString().replace('\\', '/')));
          Files.copy(file, entries);
          entries.closeEntry();
        }
      }
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      return tree.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
