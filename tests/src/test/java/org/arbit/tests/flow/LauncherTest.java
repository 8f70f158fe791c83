package org.arbit.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.arbit.supernet.format.AtomicFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launcher {@code arbit} in a project whose build and whose java are scripts: the one notes
 * that it ran, the other prints its arguments.
 */
final class LauncherTest {

  private static final String BUILD =
      """
      #!/bin/sh
      echo built >>builds
      [ ! -f broken ] || { echo '[ERROR] Foo.java:[1,2] not a statement'; exit 1; }
      mkdir -p experiments/target/lib
      echo one >experiments/target/arbit.jar
      echo two >experiments/target/arbit-program.jar
      echo three >experiments/target/lib/arbit-env-1.jar
      echo four >experiments/target/lib/other-1.jar
      case "$*" in
        *experiments/spark*)
          mkdir -p experiments/spark/target/spark/jars
          echo five >experiments/spark/target/spark/jars/spark-1.jar ;;
      esac
      """;
  private static final String JAVA =
      """
      #!/bin/sh
      echo "threads=$OMP_NUM_THREADS"
      echo "kernels=$OPENBLAS_CORETYPE"
      for argument in "$@"; do echo "<$argument>"; done
      """;

  @TempDir Path folder;

  private Path project;

  @BeforeEach
  void makeProject() throws IOException {
    assumeThat(Path.of("/bin/sh")).exists();
    // With a space, as people have it.
    project = Files.createDirectories(folder.resolve("my project"));
    Path real = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../arbit");
    Files.copy(real.normalize(), project.resolve("arbit"));
    write("mvnw", BUILD);
    write("pom.xml", "<project/>");
    write("env/pom.xml", "<project/>");
    write("env/src/main/java/Foo.java", "class Foo {}");
    write("experiments/pom.xml", "<project/>");
    write("jdk/bin/java", JAVA);
    jdk("17.0.1");
    makeOld(project);
  }

  @Test
  void openBlasHasTheSameKernelsOnEveryProcessorUnlessToldOtherwise() throws IOException {
    boolean known =
        Files.isReadable(Path.of("/proc/cpuinfo"))
            && Files.readString(Path.of("/proc/cpuinfo")).contains("avx2");
    assertThat(arbit().out()).contains(known ? "kernels=Haswell\n" : "kernels=\n");
    ProcessBuilder builder = builder(List.of(project.resolve("arbit").toString()), folder);
    builder.environment().put("OPENBLAS_CORETYPE", "Zen");
    assertThat(end(builder.start()).out()).contains("kernels=Zen\n");
  }

  @Test
  void buildsOnceAndThenOnlyWhenASourceIsNewer() throws IOException {
    assertThat(arbit("list").err()).contains("building").hasLineCount(1);
    Program.Ended second = arbit("list", "a b");
    assertThat(second.err()).isEmpty();
    assertThat(second.out())
        .contains("threads=1", "<-Xmx1500m>", "<list>", "<a b>", "/arbit-program.jar>")
        .doesNotContain("native-access");
    assertThat(builds()).isEqualTo(1);

    write("env/src/main/java/Foo.java", "class Foo { }");
    arbit();
    assertThat(builds()).isEqualTo(2);

    Files.delete(project.resolve("env/src/main/java/Foo.java"));
    arbit();
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void sparkIsBuiltWhenItIsAskedFor() throws IOException {
    assertThat(arbit("list").out()).contains("/arbit-program.jar>");
    assertThat(project.resolve("experiments/spark")).doesNotExist();

    Program.Ended spark = arbit("sweep", "--engine", "spark");
    assertThat(spark.out())
        .contains("<-cp>", "/spark/jars/*>\n<org.arbit.experiments.cli.Main>\n<sweep>");
    assertThat(builds()).isEqualTo(2);
    assertThat(arbit("sweep", "--engine=spark").code()).isZero();
    assertThat(arbit("list").out()).contains("/arbit-program.jar>");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void worksThroughASymbolicLinkFromAnywhere() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("my project", "arbit"));
    Path outer = Files.createSymbolicLink(folder.resolve("outer"), link);
    Program.Ended ended = run(List.of(outer.toString(), "--help"), Path.of("/"));
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("<--help>", project.toRealPath() + "/.arbit/app.");
  }

  @Test
  void aFailingBuildIsShownAndTriedAgain() throws IOException {
    write("broken", "");
    Program.Ended ended = arbit("list");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("not a statement", "build.log");
    assertThat(ended.out()).isEmpty();

    Files.delete(project.resolve("broken"));
    assertThat(arbit("list").code()).isZero();
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    write("mvnw", BUILD.replace("mkdir -p", "until [ -f go ]; do :; done; mkdir -p"));
    Process first = start(List.of(project.resolve("arbit").toString()), folder);
    Process second = start(List.of(project.resolve("arbit").toString()), folder);
    while (!Files.exists(project.resolve("builds"))) {
      Thread.onSpinWait();
    }
    write("go", "");
    assertThat(end(first).code()).isZero();
    assertThat(end(second).code()).isZero();
    assertThat(builds()).isEqualTo(1);
    assertThat(project.resolve(".arbit/lock")).doesNotExist();
  }

  @Test
  void aBuildStaysAsLongAsAProgramRunsFromIt() throws Exception {
    write("jdk/bin/java", "#!/bin/sh\necho runs >runs\nuntil [ -f stop ]; do :; done\n");
    Process running = start(List.of(project.resolve("arbit").toString()), project);
    while (!Files.exists(project.resolve("runs"))) {
      Thread.onSpinWait();
    }
    // A shell reads on in a file that is overwritten.
    Files.delete(project.resolve("jdk/bin/java"));
    write("jdk/bin/java", JAVA);
    List<Path> first = apps();
    write("env/src/main/java/Foo.java", "class Foo { }");
    assertThat(arbit().code()).isZero();
    assertThat(builds()).isEqualTo(2);
    assertThat(apps()).hasSize(2).containsAll(first);

    write("stop", "");
    assertThat(end(running).code()).isZero();
    write("env/src/main/java/Foo.java", "class Foo {  }");
    assertThat(arbit().out()).contains("/arbit-program.jar>");
    assertThat(builds()).isEqualTo(3);
    assertThat(apps()).hasSize(1).doesNotContainAnyElementsOf(first);
  }

  @Test
  void runsWhereItCannotLeaveItsProcessId() throws IOException {
    assertThat(arbit().code()).isZero();
    AtomicFiles.deleteRecursively(apps().get(0).resolve("users"));
    assertThat(arbit("list").out()).contains("<list>");
    assertThat(builds()).isEqualTo(1);
  }

  private List<Path> apps() throws IOException {
    try (var files = Files.list(project.resolve(".arbit"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("app.")).toList();
    }
  }

  @Test
  void aLockWhoseHolderIsGoneIsTaken() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    write(".arbit/lock/pid", gone.pid() + "\n");
    assertThat(arbit().code()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void theUsersOptionsWin() throws IOException {
    Program.Ended ended = arbit("list");
    ProcessBuilder builder = builder(List.of(project.resolve("arbit").toString()), folder);
    builder.environment().put("ARBIT_JAVA_OPTS", "-Xmx9g -Dx=y");
    assertThat(ended.code()).isZero();
    assertThat(end(builder.start()).out()).contains("<-Xmx9g>\n<-Dx=y>\n<-jar>");
  }

  @ParameterizedTest
  @CsvSource({
    "25.0.3,0,--sun-misc-unsafe-memory-access=allow",
    "21,0,-Xmx",
    "11.0.2,1,17 or newer"
  })
  void fitsTheJdk(String version, int code, String said) throws IOException {
    jdk(version);
    Program.Ended ended = arbit();
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.out() + ended.err()).contains(said);
  }

  private Program.Ended arbit(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(project.resolve("arbit").toString()));
    command.addAll(List.of(arguments));
    return run(command, folder);
  }

  private Program.Ended run(List<String> command, Path directory) throws IOException {
    return end(start(command, directory));
  }

  private Process start(List<String> command, Path directory) throws IOException {
    return builder(command, directory).start();
  }

  private ProcessBuilder builder(List<String> command, Path directory) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", project.resolve("jdk").toString());
    builder.environment().remove("ARBIT_JAVA_OPTS");
    builder.environment().remove("OPENBLAS_CORETYPE");
    builder.environment().put("OMP_NUM_THREADS", "8");
    return builder;
  }

  /** What these scripts print fits into the pipes, so it can be read after the end. */
  private static Program.Ended end(Process process) throws IOException {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Program.Ended(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  private int builds() throws IOException {
    return Files.readAllLines(project.resolve("builds")).size();
  }

  private void jdk(String version) throws IOException {
    write("jdk/release", "JAVA_VERSION=\"" + version + "\"\n");
  }

  private void write(String name, String content) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Makes all files older than any build, however coarse the clock of the file system. */
  private static void makeOld(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      }
    }
  }
}
