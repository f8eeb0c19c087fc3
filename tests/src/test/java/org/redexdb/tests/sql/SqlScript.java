// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A file of statements, each with what it must give. Blocks are separated by an empty line:
///
/// ```
/// # A remark: the rule that decides what is expected.
/// SELECT 1 AS one, 'x' AS x;
/// ----
/// one BIGINT | x VARCHAR
///          1 | 'x'
/// ```
///
/// A block of nothing but remarks stays as it is. A body that begins with `!` is for the runner, see [ScriptRunner].
///
/// @param file where it is kept
record SqlScript(Path file, List<Block> blocks) {
  private static final String SEPARATOR = "----";
  static final Path ROOT = Path.of("src/test/resources/sql");

  /// @param remarks lines that begin with `#`
  /// @param body statement or instruction, empty for remarks alone
  record Block(List<String> remarks, List<String> body, List<String> expected) {
    String text() { return String.join("\n", body); }

    Block giving(List<String> answer) { return new Block(remarks, body, answer); }
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(file -> file.toString().endsWith(".rql")).sorted().toList();
    }
  }

  static SqlScript read(Path file) throws IOException {
    var blocks = new ArrayList<Block>();
    for (String text : Files.readString(file, StandardCharsets.UTF_8).strip().split("\n\n+")) {
      var remarks = new ArrayList<String>();
      var body = new ArrayList<String>();
      var expected = new ArrayList<String>();
      boolean answer = false;
      for (String line : text.split("\n")) {
        if (!answer && line.equals(SEPARATOR)) answer = true;
        else if (answer) expected.add(line);
        else if (body.isEmpty() && line.startsWith("#")) remarks.add(line);
        else
          body.add(line);
      }
      blocks.add(new Block(remarks, body, expected));
    }
    return new SqlScript(file, blocks);
  }

  /// The file as it would be written.
  String text() {
    return blocks.stream().map(block -> {
      var lines = new ArrayList<>(block.remarks());
      if (!block.body().isEmpty()) {
        lines.addAll(block.body());
        lines.add(SEPARATOR);
        lines.addAll(block.expected());
      }
      return String.join("\n", lines);
    }).collect(Collectors.joining("\n\n", "", "\n"));
  }

  void write() throws IOException { Files.writeString(file, text(), StandardCharsets.UTF_8); }

  /// `names/intrinsic.rql`
  String name() { return ROOT.relativize(file).toString(); }
}
