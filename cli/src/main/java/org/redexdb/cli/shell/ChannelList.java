// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.redexdb.cli.console.Figures;
import org.redexdb.cli.print.ResultFormat;
import org.redexdb.cli.print.Results;
import org.redexdb.netdb.NetDb;

/// The channels of a store as rows.
public final class ChannelList {
  private ChannelList() {}

  public static void print(NetDb store, PrintStream out, ResultFormat format) {
    var rows = new ArrayList<List<Object>>();
    for (var channel : store.channels()) {
      var log = channel.status().log();
      // A person reads sizes in units, a program in bytes.
      Object bytes = format == ResultFormat.TABLE ? Figures.bytes(log.bytes()) : (Object) log.bytes();
      var fault = log.fault();
      rows.add(List.of(channel.name(), log.nextSeq() - log.firstSeq(), log.firstSeq(), log.nextSeq(), bytes,
          channel.options().codec().name().toLowerCase(Locale.ROOT),
          channel.options().retention().toString(),
          fault == null ? "ok" : fault));
    }
    Results.write(List.of("channel", "events", "first_seq", "next_seq", format == ResultFormat.TABLE ? "size" : "bytes",
        "codec", "retention", "state"), rows, format, out, 0);
  }
}
