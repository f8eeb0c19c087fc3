// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.cli.console.Figures;
import org.redexdb.cli.console.ProgressLine;
import org.redexdb.cli.console.UserError;
import org.redexdb.netdb.Maintenance;
import org.redexdb.redex.api.NearNames;
import org.redexdb.storage.api.RepairReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `redex repair`.
@Command(name = "repair", description = "Give up what cannot be read of damaged channels, so that they take events again.", footer = {
    "",
    "Without --accept-loss it changes nothing and says what would be lost. A copy of the damaged file is better than",
    "any repair: put it back first, if there is one. The store must be closed. Events that are lost keep their seqs; the",
    "damaged files are kept beside the new ones.", "",
    "Exit code 0 when nothing is damaged or all of it was repaired, 1 when there is something to repair."})
final class RepairCommand extends StoreCommand {
  @Option(names = "--channel", paramLabel = "NAME", description = "Repair this channel only.")
  private @Nullable String channel;

  @Option(names = "--accept-loss", description = "Do it, and lose what the dry run said.")
  private boolean acceptLoss;

  RepairCommand(CommandContext context) { super(context); }

  @Override
  public Integer call() {
    requireFolder();
    RepairReport report;
    try (var progress = new ProgressLine(console(), "reading", "log")) {
      report = Maintenance.repair(directory(), channel, acceptLoss,
          (_, done, total) -> progress.update(done, done, total));
    }
    if (channel != null) requireLooked(channel, report.names());
    var out = console().out();
    for (RepairReport.OfLog log : report.logs()) print(log, report.applied(), out);
    out.println(summary(report));
    out.flush();
    return report.logs().isEmpty() || report.applied() ? 0 : 1;
  }

  /// A name that no log has would be answered with «nothing to repair».
  private static void requireLooked(String channel, List<String> names) {
    if (names.contains(channel)) return;
    List<String> near = NearNames.of(channel, names);
    throw new UserError("no channel \"" + channel + "\" with files of its own"
        + (near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?")
        + "\n  a shared log is repaired as a whole (--channel '$shared'), the journal without --channel");
  }

  private static void print(RepairReport.OfLog log, boolean applied, PrintStream out) {
    out.println(log.name() + " (" + log.folder() + ")");
    log.damage().forEach(line -> out.println("  damage: " + line));
    log.lost().forEach(range -> out.println((applied ? "  lost: " : "  would be lost: ") + range));
    if (log.lost().isEmpty()) out.println(applied ? "  lost: nothing" : "  would be lost: nothing");
    log.notes().forEach(line -> out.println("  note: " + line));
    log.aside().forEach(path -> out.println("  kept: " + path));
    out.println("  next event: " + log.nextSeq());
  }

  private static String summary(RepairReport report) {
    if (report.logs().isEmpty()) return "nothing to repair";
    String what = Figures.count(report.logs().size(), "log") + ", " + Figures.count(report.lostEvents(), "event");
    return report.applied()
        ? "repaired: " + what + " lost"
        : "nothing was changed: " + what + " would be lost; --accept-loss does it";
  }
}
