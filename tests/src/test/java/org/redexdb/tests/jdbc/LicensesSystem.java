// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A jar with other people's classes in it says whose they are and under which terms.
class LicensesSystem {
  /// Packages of the libraries as they are named in either jar, and the file that speaks for each.
  private static final Map<String, String> LIBRARIES = Map.of("org/antlr/", "antlr4-runtime",
      "org/redexdb/shaded/antlr/", "antlr4-runtime", "ch/randelshofer/", "fastdoubleparser",
      "org/redexdb/shaded/randelshofer/", "fastdoubleparser", "tools/jackson/", "jackson-core",
      "org/redexdb/shaded/jackson/", "jackson-core",
      "com/dynatrace/hash4j/", "hash4j", "org/redexdb/shaded/hash4j/", "hash4j", "org/jline/", "jline", "picocli/",
      "picocli");
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/");

  private static Path jar(String pattern) throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("jdbc-driver/src"))) root = Objects.requireNonNull(root.getParent());
    Path target = Objects.requireNonNull(root.resolve(pattern).getParent());
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        var found = files.filter(file -> file.getFileName().toString()
            .matches(Path.of(pattern).getFileName().toString())).findFirst();
        if (found.isPresent()) return found.get();
      }
    }
    System.out.println("SKIPPED LicensesSystem: no " + pattern + " yet; `mvn verify` makes it");
    return abort("no " + pattern);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc-driver/target/redexdb-jdbc-[0-9.]+(-SNAPSHOT)?.jar", "cli/target/redex.jar"})
  void everyLibraryInsideBringsItsTerms(String pattern) throws IOException {
    try (JarFile contents = new JarFile(jar(pattern).toFile())) {
      var unknown = new TreeSet<String>();
      var speakers = new HashMap<String, String>();
      contents.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class"))
          .map(name -> VERSIONED.matcher(name).replaceFirst("")).forEach(name -> {
            var library = LIBRARIES.entrySet().stream().filter(each -> name.startsWith(each.getKey())).findFirst();
            if (library.isPresent()) speakers.put(library.get().getValue(), name);
            else if (!name.startsWith("org/redexdb/") || name.startsWith("org/redexdb/shaded/")) unknown.add(name);
          });
      assertThat(unknown).as("classes of libraries that nobody speaks for").isEmpty();
      assertThat(speakers).containsKeys("antlr4-runtime", "fastdoubleparser", "hash4j",
          "jackson-core");
      for (String library : speakers.keySet())
        assertThat(text(contents, "META-INF/licenses/" + library + ".txt")).as(library).contains("opyright");
      assertThat(text(contents, "META-INF/licenses/antlr4-runtime.txt")).contains("The ANTLR Project")
          .contains("Redistributions in binary form must reproduce the above copyright");
      assertThat(text(contents, "META-INF/LICENSE")).contains("Apache License");
      assertThat(text(contents, "META-INF/NOTICE")).contains("Jackson").contains("FastDoubleParser");
      for (String bundled : new String[]{"FastDoubleParser-LICENSE", "FastDoubleParser-ThirdParty-LICENSE",
          "Schubfach-LICENSE", "thirdparty-LICENSE"})
        assertThat(contents.getEntry("META-INF/" + bundled)).as(bundled).isNotNull();
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    JarEntry entry = jar.getJarEntry(name);
    assertThat(entry).as(name).isNotNull();
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
