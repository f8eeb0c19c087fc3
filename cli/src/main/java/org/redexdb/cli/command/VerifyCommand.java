// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import org.redexdb.cli.console.Figures;
import org.redexdb.cli.console.ProgressLine;
import org.redexdb.netdb.Maintenance;
import org.redexdb.storage.api.VerifyReport;
import picocli.CommandLine.Command;

/// `redex verify`.
@Command(name = "verify", description = "Read everything in a store and check all there is to check.", footer = {"",
    "Exit code 0 when all is well, 1 when something is damaged; each problem is one line. Changes nothing, and may run",
    "beside a program that writes."})
final class VerifyCommand extends StoreCommand {
  VerifyCommand(CommandContext context) { super(context); }

  @Override
  public Integer call() {
    VerifyReport report;
    long elapsed;
    requireFolder();
    try (var progress = new ProgressLine(console(), "verifying", "unit")) {
      report = Maintenance.verify(directory(), (_, done, total) -> progress.update(done, done, total));
      elapsed = progress.elapsedNanos();
    }
    var out = console().out();
    report.problems().forEach(out::println);
    report.derived().forEach(line -> out.println("derived: " + line));
    report.notes().forEach(line -> out.println("note: " + line));
    out.println((report.ok() ? "ok: " : Figures.count(report.problems().size(), "problem") + ": ")
        + Figures.count(report.events(), "event") + ", " + Figures.bytes(report.bytes()) + " in "
        + Figures.count(report.logs(), "log") + " read in " + Figures.duration(elapsed));
    out.flush();
    return report.ok() ? 0 : 1;
  }
}
