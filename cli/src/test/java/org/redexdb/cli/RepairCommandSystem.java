// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;

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
    assertThat(run("repair", "--channel", "$catalog", "--accept-loss").ok().out()).isEqualTo("nothing to repair\n");
    CommandLineRun mistyped = run("repair", "--channel", "catalog", "--accept-loss");
    assertThat(mistyped.code()).isEqualTo(1);
    assertThat(mistyped.out()).isEmpty();
    assertThat(mistyped.err()).contains("no channel \"catalog\"").contains("did you mean $catalog?");
    assertThat(run("repair", "--channel", "c", "--accept-loss").ok().out()).contains("lost: event 1\n").contains(
        "next event: 3");
    assertThat(segment("2-c").resolveSibling("00000000000000000000.seg.damaged-1")).hasBinaryContent(before);
    assertThat(run("export", "c").ok().out()).isEqualTo("{\"a\":1}\n{\"a\":3}\n");
    assertThat(run("verify").ok().out()).contains("note: c: event 1 lost in a repair");
    assertThat(run("sql", "--format", "csv", "-c", "SELECT count(*) AS n, max(seq) AS s FROM c").ok().out())
        .isEqualTo("n,s\n2,2\n");
    assertThat(run("sql", "--format", "csv", "-c", "SELECT count(*) AS n FROM c").ok().out()).isEqualTo("n\n2\n");
  }

  /// The files of a writer that is still at work, as a power cut would leave them.
  private void storeWithJournal() throws IOException {
    Path live = folder.resolve("live");
    try (var db = NetDb.open(live)) {
      Channel c = db.createChannel("c", ChannelOptions.DEFAULTS);
      Channel d = db.createChannel("d", ChannelOptions.DEFAULTS);
      db.transaction(tx -> tx.append(c, Event.json("{\"a\":77}")).append(d, Event.json("{\"b\":77}")));
      c.append("{\"a\":78}");
      d.append("{\"b\":78}");
      try (Stream<Path> files = Files.walk(live)) {
        for (Path file : files.sorted().toList())
          if (!file.endsWith("front")) Files.copy(file, folder.resolve("store").resolve(live.relativize(file)));
      }
    }
  }

  @Test
  void aDamagedJournalIsNamedAndGivenUpOnlyWhenToldTo() throws IOException {
    storeWithJournal();
    Path journal = folder.resolve("store/journal/00000000000000000000.seg");
    byte[] bytes = Files.readAllBytes(journal);
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf(":77}")] ^= 1;
    Files.write(journal, bytes);
    CommandLineRun verified = run("verify");
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out()).contains("$journal#0 (");
    assertThat(run("export", "c").ok().out()).isEqualTo("{\"a\":77}\n{\"a\":78}\n");
    assertThat(run("sql", "-c", "INSERT INTO c VALUES ('{}')").code()).isEqualTo(1);
    CommandLineRun dry = run("repair");
    assertThat(dry.code()).isEqualTo(1);
    assertThat(dry.out()).contains("$journal (", "would be lost: event 0\n", "nothing was changed");
    assertThat(journal).hasBinaryContent(bytes);
    assertThat(run("repair", "--channel", "c", "--accept-loss").code()).isEqualTo(1);
    assertThat(run("repair", "--accept-loss").ok().out()).contains("lost: event 0\n", "repaired: 1 log");
    assertThat(run("repair").ok().out()).isEqualTo("nothing to repair\n");
    var more = Files.write(folder.resolve("c.jsonl"), List.of("{\"a\":79}"));
    run("import", "--channel", "c", more.toString()).ok();
    assertThat(run("export", "c").ok().out()).isEqualTo("{\"a\":77}\n{\"a\":78}\n{\"a\":79}\n");
    assertThat(run("export", "d").ok().out()).isEqualTo("{\"b\":77}\n{\"b\":78}\n");
    assertThat(run("verify").ok().out()).contains("journal-00000000000000000000.seg.damaged-1: a damaged file");
    assertThat(folder.resolve("store/journal-00000000000000000000.seg.damaged-1")).hasBinaryContent(bytes);
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

  @Test
  void aCatalogThatIsGoneIsNamedByReadersTooAndMadeAnew() throws IOException {
    store();
    Path catalog = folder.resolve("store/logs/0-catalog");
    Files.move(catalog, folder.resolve("catalog"));
    CommandLineRun exported = run("export", "c");
    assertThat(exported.code()).isEqualTo(1);
    assertThat(exported.err()).contains("`redex rebuild-catalog` makes it anew");
    CommandLineRun verified = run("verify");
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out()).contains("`redex rebuild-catalog` makes it anew").contains("3 events");
    assertThat(run("rebuild-catalog").ok().out()).startsWith("c\n").contains("rebuilt: 1 channel");
    assertThat(run("export", "c").ok().out()).isEqualTo("{\"a\":1}\n{\"a\":22}\n{\"a\":3}\n");
  }
}
