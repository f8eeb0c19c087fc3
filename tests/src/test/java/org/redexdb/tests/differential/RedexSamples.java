// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.differential;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Limits;

/// The sample tables as channels, three times: `f_t` with fields in one segment, `s_t` with the same fields over many
/// segments, `d_t` with declared columns; and `f_u`, `s_u`, `d_u`.
final class RedexSamples implements AutoCloseable {
  static final String FIELDS = "f";
  static final String SEGMENTED = "s";
  static final String DECLARED = "d";
  private static final int BATCH = 7;
  /// Bytes beside each payload that spread a channel over some twenty segments; headers are outside the payload, so no
  /// query sees them.
  private static final int PADDING_TOTAL = 1_300_000;

  private final NetDb db;

  private RedexSamples(NetDb db) {
    this.db = db;
  }

  static RedexSamples of(Map<String, List<SampleTables.Row>> tables, long seed, Path folder) {
    var samples = new RedexSamples(NetDb.open(folder));
    tables.forEach((name, rows) -> {
      samples.fields(FIELDS + "_" + name, ChannelOptions.DEFAULTS, rows, seed, "");
      samples.fields(SEGMENTED + "_" + name, ChannelOptions.DEFAULTS.withSegmentBytes(Limits.SEGMENT_BYTES_MIN), rows,
          seed,
          "p".repeat(PADDING_TOTAL / rows.size() / 2));
      samples.declared(DECLARED + "_" + name, rows);
    });
    return samples;
  }

  private void fields(String name, ChannelOptions options, List<SampleTables.Row> rows, long seed, String padding) {
    var channel = db.createChannel(name, options);
    var random = new SplittableRandom(seed);
    var batch = new ArrayList<Event>();
    for (var row : rows) {
      var event = row.event(random);
      batch.add(padding.isEmpty() ? event : event.withHeaders(Map.of("padding", padding)));
      if (batch.size() == BATCH || row.id() == rows.size() - 1) {
        channel.appendBatch(batch, Ack.OS);
        batch.clear();
      }
    }
  }

  private void declared(String name, List<SampleTables.Row> rows) {
    db.execute("CREATE TABLE " + name + " (" + SampleTables.COLUMNS + ") WITH (ack = 'os')").close();
    try (var session = db.session()) {
      var insert = session.prepare("INSERT INTO " + name + " (id, i, j, d, s, k, b, m, t) VALUES (?,?,?,?,?,?,?,?,?)");
      for (var row : rows) insert.execute(row.values()).close();
    }
  }

  List<List<@Nullable Object>> ask(String sql) { return Rows.of(db.query(sql)); }

  @Override
  public void close() { db.close(); }
}
