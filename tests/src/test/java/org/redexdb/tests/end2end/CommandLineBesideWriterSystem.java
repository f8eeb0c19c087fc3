// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.cli.RedexCli;
import org.redexdb.tests.support.ChildJvm;

/// The command line beside a program that writes: it reads, and whoever wants to write is told which process to ask.
class CommandLineBesideWriterSystem {
  @TempDir
  Path temporary;

  private Path folder() { return temporary.resolve("store"); }

  /// What one command gave, both streams together.
  private record Said(int code, String text) {
  }

  private Said redex(String... arguments) throws IOException {
    Process process = ChildJvm.startQuiet(RedexCli.class, List.of(arguments));
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(ChildJvm.exitCode(process), text);
  }

  @Test
  void aStatementThatWritesNamesTheProcessThatMay() throws IOException {
    Process child = ChildJvm.start(StoreHolder.class, List.of(folder().toString()));
    try (BufferedReader said = child.inputReader()) {
      assertThat(said.readLine()).isEqualTo("ready");
      String db = folder().toString();
      Said rows = redex("sql", "--db", db, "--format", "csv", "-c", "SELECT count(*) AS n FROM orders");
      assertThat(rows).isEqualTo(new Said(0, "n\n" + Shop.EVENTS + "\n"));
      for (String sql : List.of("INSERT INTO orders (n) VALUES (1)", "CREATE CHANNEL other", "DROP CHANNEL orders")) {
        Said refused = redex("sql", "--db", db, "-c", sql);
        assertThat(refused.code()).as(sql).isEqualTo(1);
        assertThat(refused.text()).as(sql).contains("pid " + child.pid()).contains("55006");
      }
      Said refused = redex("sql", "--url", "jdbc:redexdb:" + db + "?access=write", "-c", "SELECT 1");
      assertThat(refused.text()).contains("pid " + child.pid()).contains("55006");
      child.getOutputStream().write('\n');
      child.getOutputStream().close();
      assertThat(ChildJvm.exitCode(child)).isZero();
    } finally {
      child.destroyForcibly();
    }
    Shop.assertHolds(folder(), Shop.EVENTS + 1);
  }
}
