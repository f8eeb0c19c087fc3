// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damage from the command line: seen, announced, given up only when told to.
class RepairCommandSystem {
  @TempDir
  private Path folder = Path.of("");

  private CommandLineRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--db", folder.resolve("store").toString()));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private Path segment(String log) { return folder.resolve("store/logs/" + log + "/00000000000000000000.seg"); }

  private void damage(String log, String where) throws IOException {
    byte[] bytes = Files.readAllBytes(segment(log));
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(where);
    assertThat(at).isPositive();
    bytes[at] ^= 1;
    Files.write(segment(log), bytes);
  }

  private void store() throws IOException {
    var file = Files.write(folder.resolve("c.jsonl"), List.of("{\"a\":1}", "{\"a\":22}", "{\"a\":3}"));
    run("import", "--channel", "c", file.toString()).ok();
  }

  @Test
  void aRepairLosesWhatItAnnouncedAndOnlyWhenToldTo() throws IOException {
    store();
    assertThat(run("repair").ok().out()).isEqualTo("nothing to repair\n");
    damage("2-c", ":22}");
    CommandLineRun verified = run("verify");
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out()).contains("c#1 (");
    byte[] before = Files.readAllBytes(segment("2-c"));
    CommandLineRun dry = run("repair");
    assertThat(dry.code()).isEqualTo(1);
    assertThat(dry.out()).contains("would be lost: event 1\n").contains("nothing was changed");
    assertThat(segment("2-c")).hasBinaryContent(before);
    assertThat(run("repair", "--channel", "other", "--accept-loss").ok().out()).isEqualTo("nothing to repair\n");
    assertThat(run("repair", "--channel", "c", "--accept-loss").ok().out()).contains("lost: event 1\n").contains(
        "next event: 3");
    assertThat(segment("2-c").resolveSibling("00000000000000000000.seg.damaged-1")).hasBinaryContent(before);
    assertThat(run("export", "c").ok().out()).isEqualTo("{\"a\":1}\n{\"a\":3}\n");
    assertThat(run("verify").ok().out()).contains("note: c: event 1 lost in a repair");
    assertThat(run("sql", "--format", "csv", "-c", "SELECT count(*) AS n, max(seq) AS s FROM c").ok().out())
        .isEqualTo("n,s\n2,2\n");
  }

  @Test
  void aDamagedCatalogIsRebuiltAndVerificationDoesWithout() throws IOException {
    store();
    damage("0-catalog", "segment_bytes");
    CommandLineRun verified = run("verify");
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out()).contains("0-catalog").contains("3 events");
    assertThat(run("export", "c").code()).isEqualTo(1);
    assertThat(run("rebuild-catalog").ok().out()).startsWith("c\n").contains("rebuilt: 1 channel");
    assertThat(run("export", "c").ok().out()).isEqualTo("{\"a\":1}\n{\"a\":22}\n{\"a\":3}\n");
  }
}
