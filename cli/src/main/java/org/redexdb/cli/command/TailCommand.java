// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.time.Duration;
import org.redexdb.cli.console.UserError;
import org.redexdb.cli.print.EventJson;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `redex tail`.
@Command(name = "tail", description = "Show the last events of a channel and, with -f, those to come.", footer = {"",
    "A line is an event with seq, ts and payload (and event_time, type, key, id, headers where it has them) as JSON.",
    "With -f it goes on until Ctrl-C, also while another process writes."})
final class TailCommand extends StoreCommand {
  private static final Duration WAIT = Duration.ofMillis(200);

  @Mixin
  private ChannelOption channel = new ChannelOption();

  @Option(names = {"-f", "--follow"}, description = "Wait for further events.")
  private boolean follow;

  @Option(names = {"-n", "--lines"}, paramLabel = "N", description = "Events to begin with. Default: 10.")
  private long count = 10;

  @Option(names = "--payload", description = "Show payloads only.")
  private boolean payloadOnly;

  TailCommand(CommandContext context) { super(context); }

  @Override
  public Integer call() throws InterruptedException {
    if (count < 0) throw new UserError("-n is at least 0");
    try (var store = openToRead()) {
      var source = StoreCommand.channel(store, channel.name());
      long next = source.nextSeq();
      long from = Math.max(source.firstSeq(), next - Math.min(count, next));
      try (var cursor = source.scan(new SeqRange(from, next))) {
        for (var event = cursor.next(); event != null; event = cursor.next())
          show(event);
      }
      console().out().flush();
      if (follow) follow(source, next);
    }
    return 0;
  }

  private void follow(Channel source, long from) throws InterruptedException {
    context().interrupts().onAsk(() -> {});
    try (var tail = source.tail(from)) {
      while (!context().interrupts().asked()) {
        var event = tail.poll(WAIT);
        // What is there at once is written together; a reader sees the last event without delay.
        for (; event != null; event = tail.poll())
          show(event);
        console().out().flush();
        if (console().out().checkError()) return;
      }
    }
  }

  private void show(StoredEvent event) {
    var line = payloadOnly && EventJson.isJson(event) ? EventJson.payloadLine(event) : EventJson.envelope(event);
    console().out().write(line, 0, line.length);
    console().out().write('\n');
  }
}
