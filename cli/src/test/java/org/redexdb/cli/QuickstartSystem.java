// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartSystem {
  @TempDir
  Path folder = Path.of("");

  @Test
  void aHistoryIsImportedAndAskedFiveQuestions() throws Exception {
    git("init", "-q");
    for (int i = 0; i < 7; i++) {
      Files.writeString(folder.resolve("f" + i + ".txt"), "line\n".repeat(120 * i));
      Files.createDirectories(folder.resolve("größe"));
      Files.writeString(folder.resolve("größe/g \"x\"\t" + i), "line\n");
      git("add", ".");
      git("commit", "-q", "-m", "commit " + i, "--date", "2025-0" + (i + 1) + "-01T00:00:00Z");
    }
    var out = CommandLineRun.of("quickstart", "--home", folder.toString()).ok().out();
    assertThat(out).contains("the git history of " + folder).contains("Stored 21 events").contains("1. Filter")
        .contains("2. Group").contains("3. By month").contains("4. Join").contains("5. Time travel")
        .contains("stored as event 0").contains("Ann Example: 7").contains("Next");
    assertThat(CommandLineRun.of("quickstart", "--home", folder.toString()).ok().out()).as("again").contains(
        "Stored 21 events");
    assertThat(CommandLineRun.of("sql", "--db", folder.resolve(".quickstart").toString(), "--format", "csv", "-c",
        "SELECT count(*) AS n FROM changes").ok().out()).isEqualTo("n\n14\n");
  }

  @Test
  void withoutAHistoryAStreamIsGeneratedAndThatIsSaid() {
    var out = CommandLineRun.of("quickstart", "--home", folder.toString()).ok().out();
    assertThat(out).contains("a generated stream of orders (there is no git history here)").contains("5. Time travel")
        .contains("Berlin");
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("git", "-C", folder.toString(), "-c", "user.name=Ann Example", "-c",
        "user.email=ann@example.org", "-c", "commit.gpgsign=false"));
    command.addAll(List.of(arguments));
    try {
      assertThat(new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start()
          .waitFor()).as(String.join(" ", arguments)).isZero();
    } catch (IOException e) {
      Assumptions.abort("no git: " + e.getMessage());
    }
  }
}
