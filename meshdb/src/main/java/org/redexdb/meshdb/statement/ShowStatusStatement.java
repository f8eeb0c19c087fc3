// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlType;

/// SHOW STATUS: facts about the store and the session, one a row.
final class ShowStatusStatement implements Prepared {
  private static final List<Column> COLUMNS = List.of(new Column("name", SqlType.VARCHAR, false, null, null),
      new Column("value", SqlType.VARCHAR, false, null, null));

  private final Engine engine;

  ShowStatusStatement(Engine engine) {
    this.engine = engine;
  }

  @Override
  public List<Column> columns() { return COLUMNS; }

  @Override
  public SqlResult execute(Invocation invocation) {
    long events = 0;
    long bytes = 0;
    long allocated = 0;
    var faults = new ArrayList<String>();
    var status = engine.catalog().status();
    for (var channel : status.channels()) {
      var log = channel.log();
      events += log.nextSeq() - log.firstSeq();
      bytes += log.bytes();
      allocated += log.allocatedBytes();
      if (log.fault() != null) faults.add(channel.name() + ": " + log.fault());
    }
    var rows = new ArrayList<List<@Nullable Object>>();
    rows.add(List.of("read_only", status.readOnly() ? "on" : "off"));
    rows.add(List.of("epoch", Integer.toUnsignedString(status.epoch())));
    rows.add(List.of("writer_pid", Long.toString(status.writerPid())));
    rows.add(List.of("open_descriptors", Integer.toString(status.openDescriptors())));
    rows.add(List.of("descriptors_max", Integer.toString(status.descriptorsMax())));
    rows.add(List.of("recovery_notes", Integer.toString(status.recoveryNotes())));
    rows.add(List.of("journal_forces", Long.toString(status.journal().forces().count())));
    rows.add(List.of("channels", Integer.toString(status.channels().size())));
    rows.add(List.of("events", Long.toString(events)));
    rows.add(List.of("bytes", Long.toString(bytes)));
    rows.add(List.of("allocated_bytes", Long.toString(allocated)));
    var memory = engine.memory().usage();
    rows.add(List.of("memory_limit_bytes", Long.toString(memory.capacityBytes())));
    rows.add(List.of("memory_used_bytes", Long.toString(memory.grantedBytes())));
    rows.add(List.of("memory_peak_bytes", Long.toString(memory.peakBytes())));
    rows.add(List.of("memory_statements", Integer.toString(memory.holders())));
    rows.add(List.of("memory_waiting", Integer.toString(memory.waiting())));
    for (String fault : faults) rows.add(List.of("fault", fault));
    for (String option : Settings.Option.names()) rows.add(List.of(option, invocation.settings().text(option)));
    return new SqlResult.Rows(new ListCursor(COLUMNS, rows));
  }
}
