// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.redexdb.cli.console.Figures;
import org.redexdb.cli.print.ResultFormat;
import org.redexdb.cli.print.Results;
import org.redexdb.cli.print.StatusJson;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.StoreStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `redex status`.
@Command(name = "status", description = "Show who writes a store, and how far each channel is.", footer = {"",
    "Changes nothing, and may run beside a program that writes."})
final class StatusCommand extends StoreCommand {
  @Option(names = "--json", description = "Write one JSON object, with sizes in bytes.")
  private boolean asJson;

  StatusCommand(CommandContext context) { super(context); }

  @Override
  public Integer call() {
    try (var store = openToRead()) {
      var status = store.status().store();
      var out = console().out();
      if (asJson) {
        out.writeBytes(StatusJson.of(folder(), status, store.recoveryNotes()));
        out.println();
      } else {
        print(store, status, out);
      }
      out.flush();
    }
    return 0;
  }

  private String folder() { return directory().toAbsolutePath().normalize().toString(); }

  private void print(NetDb store, StoreStatus status, PrintStream out) {
    out.println(folder() + ": epoch " + Integer.toUnsignedString(status.epoch()) + ", "
        + (status.writerPid() == 0 ? "nobody writes" : "process " + status.writerPid() + " writes"));
    store.recoveryNotes().forEach(note -> out.println("note: " + note));
    var rows = new ArrayList<List<Object>>();
    for (var channel : status.channels()) {
      var log = channel.log();
      var fault = log.fault();
      rows.add(List.of(channel.name(), log.nextSeq() - 1, log.durableSeq(), channel.committedSeq(), log.firstSeq(),
          channel.durableLagEvents(), log.segments(), Figures.bytes(log.bytes()), Figures.bytes(log.allocatedBytes()),
          fault == null ? "ok" : fault));
    }
    Results.write(List.of("channel", "tip_seq", "durable_seq", "committed_seq", "first_seq", "lag_events", "segments",
        "size", "allocated", "state"), rows, ResultFormat.TABLE, out, 0);
  }
}
