// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each promise of docs/promises.md is followed by tests that there are.
class PromisesTest {
  /// `| promise | Class: method, method; Class: method |`
  private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| ([^|]+) \\|");
  private static final Pattern CLASS = Pattern.compile("`(\\w+)`:(.*)");
  private static final Pattern METHOD = Pattern.compile("`(\\w+)`");
  private static final Pattern TEST = Pattern.compile(
      "@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b[^;]*?\\bvoid (\\w+)\\(");

  /// A row of the table.
  private record Promise(String text, List<String> tests) {}

  @Test
  void everyPromiseHasATestAndEveryTestThatIsNamedIsThere() throws IOException {
    Path root = root();
    Map<String, String> sources = testSources(root);
    List<Promise> promises = promises(root.resolve("docs/promises.md"));
    assertThat(promises).hasSizeGreaterThan(30);
    assertThat(promises).extracting(Promise::text).doesNotHaveDuplicates();
    var missing = new ArrayList<String>();
    for (Promise promise : promises) {
      if (promise.tests.isEmpty()) missing.add(promise.text + ": no test");
      for (String test : promise.tests) {
        String[] names = test.split("#", -1);
        String source = sources.get(names[0]);
        if (source == null) missing.add(promise.text + ": no class " + names[0]);
        else if (!tests(source).contains(names[1])) missing.add(promise.text + ": no test " + test);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static List<Promise> promises(Path page) throws IOException {
    var promises = new ArrayList<Promise>();
    for (String line : Files.readAllLines(page)) {
      if (!line.startsWith("|") || line.startsWith("|--") || line.startsWith("| Promise ")) continue;
      var row = ROW.matcher(line);
      assertThat(row.matches()).as(line).isTrue();
      var tests = new ArrayList<String>();
      for (String part : row.group(2).split(";", -1)) {
        var named = CLASS.matcher(part.strip());
        assertThat(named.matches()).as("a class and its tests: %s", part).isTrue();
        var methods = METHOD.matcher(named.group(2));
        int before = tests.size();
        while (methods.find()) tests.add(named.group(1) + "#" + methods.group(1));
        assertThat(tests).as(part).hasSizeGreaterThan(before);
      }
      promises.add(new Promise(row.group(1), tests));
    }
    return promises;
  }

  private static HashSet<String> tests(String source) {
    var tests = new HashSet<String>();
    var found = TEST.matcher(source);
    while (found.find()) tests.add(found.group(1));
    return tests;
  }

  /// Text of each test source file of all modules, by the class's simple name; of two files with one name both.
  private static Map<String, String> testSources(Path root) throws IOException {
    var sources = new HashMap<String, String>();
    for (Path module : folders(root)) {
      Path folder = module.resolve("src/test/java");
      if (!Files.isDirectory(folder)) continue;
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList())
          sources.merge(file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
      }
    }
    return sources;
  }

  private static List<Path> folders(Path root) throws IOException {
    try (Stream<Path> children = Files.list(root)) {
      return children.filter(Files::isDirectory).toList();
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("docs/promises.md"))) {
      folder = folder.getParent();
      if (folder == null) throw new IllegalStateException("not inside the repository");
    }
    return folder;
  }
}
