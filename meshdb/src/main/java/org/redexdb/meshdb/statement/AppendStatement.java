// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Statement;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.bind.ChannelLookup;
import org.redexdb.meshdb.bind.ConstantBinder;
import org.redexdb.meshdb.bind.Context;
import org.redexdb.meshdb.bind.Problems;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.StrictText;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.PayloadCodec;

/// APPEND TO: payloads as they are, all in one atomic append.
final class AppendStatement implements Prepared {
  private record Source(Statement.EventFormat format, Rex value) {
  }

  private final Engine engine;
  private final Channel channel;
  private final List<Source> sources = new ArrayList<>();
  private final @Nullable Rex expectSeq;
  private final List<SqlType> parameterTypes;

  AppendStatement(Engine engine, Statement.Append append, Context context) {
    var problems = context.problems();
    if (!append.returning().isEmpty())
      throw problems.unsupported("RETURNING", "the result says which seqs were given",
          append.returning().getFirst().span());
    this.engine = engine;
    this.channel = ChannelLookup.require(append.channel(), context);
    var binder = new ConstantBinder(context);
    for (var event : append.events()) {
      checkFormat(event, problems);
      sources.add(new Source(event.format(), binder.bind(event.value(),
          event.format() == Statement.EventFormat.BYTES ? SqlType.VARBINARY : SqlType.VARCHAR)));
    }
    this.expectSeq = append.expectSeq() == null ? null : binder.bind(append.expectSeq(), SqlType.BIGINT);
    this.parameterTypes = binder.parameterTypes();
  }

  /// Text that is not JSON has no place among JSON.
  private void checkFormat(Statement.AppendedEvent event, Problems problems) {
    if (event.format() == Statement.EventFormat.TEXT && channel.options().codec() == PayloadCodec.JSON)
      throw problems.invalid("42804", "the channel " + channel.name() + " holds JSON; write JSON '…' (a text is"
          + " JSON '\"…\"')", event.span());
  }

  @Override
  public List<SqlType> parameterTypes() { return parameterTypes; }

  @Override
  public boolean current() {
    return engine.catalog().find(channel.name()).filter(now -> now.uuid().equals(channel.uuid())).isPresent();
  }

  @Override
  public SqlResult execute(Invocation invocation) {
    engine.requireWritable();
    var events = new ArrayList<Event>(sources.size());
    for (var source : sources) events.add(Event.of(payload(source, invocation)).withId(engine.ids().next()));
    if (expectSeq == null) return Appending.result(channel.appendBatch(events));
    if (!(invocation.substitute(expectSeq) instanceof Rex.Literal(Long expected, _)))
      throw new SqlException.Data("22023", "EXPECT SEQ takes a whole number");
    return Appending.result(channel.appendExpecting(expected, events, Ack.of(channel.options().ack(), 1)));
  }

  private byte[] payload(Source source, Invocation invocation) {
    var value = invocation.substitute(source.value()) instanceof Rex.Literal literal ? literal.value() : null;
    byte[] bytes = switch (value) {
      case String text -> StrictText.utf8("payload", text);
      case Json json -> StrictText.utf8("payload", json.text());
      case byte[] raw -> raw;
      case null, default -> throw new SqlException.Data("22023", "the payload of an event is a text or bytes, not "
          + (value == null ? "NULL" : value.toString()));
    };
    if (source.format() == Statement.EventFormat.JSON) JsonSyntax.check(channel.name(), bytes);
    return bytes;
  }
}
