// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The self-contained driver jar in JVMs of its own, with nothing else on the class path.
class SelfContainedJarSystem {
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```.*?```\n(.*?)```", Pattern.DOTALL);
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/(.*)");
  private static final int JAVA_8_CLASS_FILE = 52;

  @TempDir
  Path folder;

  private final Path root = root();
  private Path jar;

  private static Path root() {
    Path candidate = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(candidate.resolve("jdbc-driver/src"))) {
      candidate = candidate.getParent();
      if (candidate == null) throw new IllegalStateException("not inside the repository");
    }
    return candidate;
  }

  @BeforeEach
  void find() throws IOException {
    Path target = root.resolve("jdbc-driver/target");
    if (!Files.isDirectory(target)) skip("the driver was not built");
    try (Stream<Path> files = Files.list(target)) {
      List<Path> jars = files
          .filter(file -> file.getFileName().toString().matches("redexdb-jdbc-[\\d.]+(-SNAPSHOT)?\\.jar")).toList();
      if (jars.isEmpty()) skip("no self-contained driver jar yet; `mvn verify` makes it");
      jar = jars.getFirst();
    }
  }

  private static void skip(String reason) {
    System.out.println("SKIPPED SelfContainedJarSystem: " + reason);
    abort(reason);
  }

  @ParameterizedTest
  @CsvSource({"docs/jdbc.md,Example.java", "docs/java.md,Orders.java"})
  void theExampleOfAPagePrintsWhatItSaysWithNothingButTheJar(String page, String file) throws Exception {
    Matcher example = EXAMPLE.matcher(Files.readString(root.resolve(page)));
    assertThat(example.find()).isTrue();
    Path source = Files.writeString(folder.resolve(file), example.group(1));
    assertThat(run(Path.of(System.getProperty("java.home")), source)).isEqualTo(example.group(2));
  }

  @Test
  void anOlderJavaIsToldWhatIsMissing() throws Exception {
    Path source = Files.writeString(folder.resolve("Old.java"),
        """
            public class Old {
              public static void main(String[] arguments) throws Exception {
                System.out.println(java.sql.DriverManager.getDriver("jdbc:redexdb:./data").acceptsURL("jdbc:redexdb:./data"));
                try {
                  java.sql.DriverManager.getConnection("jdbc:redexdb:./data");
                } catch (java.sql.SQLException e) {
                  System.out.println(e.getMessage());
                }
              }
            }
            """);
    assertThat(run(java17(), source)).isEqualTo("true\nRedexDB needs Java 25, this is 17\n");
  }

  private static Path java17() throws IOException {
    Path places = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(places)) {
      try (Stream<Path> homes = Files.list(places)) {
        var found = homes.filter(home -> home.getFileName().toString().matches(".*\\b17\\b.*")
            && Files.isExecutable(home.resolve("bin/java")) && Files.isExecutable(home.resolve("bin/javac")))
            .findFirst();
        if (found.isPresent()) return found.get();
      }
    }
    skip("no JDK 17 in " + places);
    throw new AssertionError();
  }

  @Test
  void nothingInTheJarCanClashWithWhatAProgramHas() throws IOException {
    try (JarFile contents = new JarFile(jar.toFile())) {
      List<String> foreign = contents.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class"))
          .map(name -> VERSIONED.matcher(name).replaceFirst("$1")).filter(name -> !name.startsWith("org/redexdb/"))
          .toList();
      assertThat(foreign).isEmpty();
      assertThat(contents.getEntry("org/redexdb/netdb/NetDb.class")).isNotNull();
      assertThat(contents.getEntry("org/redexdb/shaded/antlr/runtime/Parser.class")).isNotNull();
      assertThat(contents.getManifest().getMainAttributes().getValue("Multi-Release")).isEqualTo("true");
    }
  }

  @Test
  void theClassThatTheServiceLoaderNamesLoadsOnJava8() throws IOException {
    try (JarFile contents = new JarFile(jar.toFile())) {
      assertThat(text(contents, "META-INF/services/java.sql.Driver").strip())
          .isEqualTo("org.redexdb.jdbc.RedexDriver");
      for (String name : List.of("RedexDriver", "DriverVersion"))
        try (InputStream in = contents.getInputStream(contents.getEntry("org/redexdb/jdbc/" + name + ".class"))) {
          assertThat(in.readNBytes(8)[7]).as(name).isEqualTo((byte) JAVA_8_CLASS_FILE);
        }
    }
  }

  private static String text(JarFile jar, String entry) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String run(Path javaHome, Path source) throws Exception {
    Process process = new ProcessBuilder(javaHome.resolve("bin/java").toString(), "-cp", jar.toString(),
        source.toString()).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
