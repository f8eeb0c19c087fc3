// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A file of statements with what each must give, readable without Java:
///
/// ```
/// # a remark
/// SELECT 1
/// ----
/// what is expected, up to the next empty line
/// ```
///
/// `-Dredex.golden=write` in `argLine` writes the answers into the file, to be reviewed as a diff.
public final class GoldenScript {
  private static final String SEPARATOR = "----";
  private static final Path ROOT = Path.of("src/test/resources/org/redexdb/meshdb");

  private record Block(List<String> remarks, String statement, String expected) {
  }

  private GoldenScript() {}

  public static void run(String file, Function<String, String> answer) {
    Path path = ROOT.resolve(file);
    var blocks = read(path);
    assertThat(blocks).as("statements in %s", file).isNotEmpty();
    var given = new StringBuilder();
    var wanted = new StringBuilder();
    for (var block : blocks) {
      render(given, block, answer.apply(block.statement()));
      render(wanted, block, block.expected());
    }
    if ("write".equals(System.getProperty("redex.golden"))) write(path, given.toString());
    else
      assertThat(given.toString()).isEqualTo(wanted.toString());
  }

  private static void render(StringBuilder text, Block block, String answer) {
    block.remarks().forEach(remark -> text.append(remark).append('\n'));
    text.append(block.statement()).append('\n').append(SEPARATOR).append('\n').append(answer.strip()).append("\n\n");
  }

  private static List<Block> read(Path path) {
    var blocks = new ArrayList<Block>();
    try {
      for (String text : Files.readString(path, StandardCharsets.UTF_8).strip().split("\n\n+")) {
        var remarks = new ArrayList<String>();
        var statement = new ArrayList<String>();
        var expected = new ArrayList<String>();
        boolean answer = false;
        for (String line : text.split("\n")) {
          if (line.equals(SEPARATOR)) answer = true;
          else if (answer) expected.add(line);
          else if (line.startsWith("#")) remarks.add(line);
          else
            statement.add(line);
        }
        blocks.add(new Block(remarks, String.join("\n", statement), String.join("\n", expected)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return blocks;
  }

  private static void write(Path path, String text) {
    try {
      Files.writeString(path, text.strip() + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
