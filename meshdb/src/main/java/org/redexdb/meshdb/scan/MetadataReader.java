// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.json.JsonStrings;
import org.redexdb.meshdb.plan.ScanColumn.Intrinsic;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.ObjectVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;
import org.redexdb.redex.api.EventMetadata;

/// The intrinsic columns that stand in the metadata of events: decoded once per event, whatever many are asked for.
final class MetadataReader {
  private final EventMetadata metadata = new EventMetadata();
  private final List<Column> columns = new ArrayList<>();

  boolean isEmpty() { return columns.isEmpty(); }

  ColumnReader column(Intrinsic.Kind kind) {
    var column = new Column(kind);
    columns.add(column);
    return column;
  }

  /// Fills the vectors of all columns.
  void scan(ScanRows rows) {
    for (Column column : columns) column.begin();
    for (int row = 0; row < rows.size; row++) {
      int event = rows.event[row];
      int length = rows.block.metadataLength(event);
      if (length > 0) metadata.reset(rows.bytes(), rows.block.metadataOffset(event), length);
      for (Column column : columns) column.set(row, rows.bytes(), length > 0 ? metadata : null);
    }
  }

  /// Its vector is filled by [#scan] before it is read.
  private static final class Column extends ColumnReader {
    private final Intrinsic.Kind kind;
    private final int tag;
    private Vector vector;

    Column(Intrinsic.Kind kind) {
      this.kind = kind;
      tag = switch (kind) {
        case ID -> EventMetadata.ID;
        case TYPE -> EventMetadata.TYPE;
        case KEY -> EventMetadata.KEY;
        case TIME -> EventMetadata.EVENT_TIME;
        case HEADERS -> EventMetadata.HEADERS;
        case SEQ, TS, CHANNEL, ORIGIN, PAYLOAD -> throw new IllegalArgumentException(kind + " is not in the metadata");
      };
      vector = fresh();
    }

    private Vector fresh() {
      return switch (kind.type().kind()) {
        case TIMESTAMP -> longs(SqlType.Kind.TIMESTAMP);
        case VARCHAR -> texts(SqlType.Kind.VARCHAR);
        default -> objects(kind.type().kind());
      };
    }

    void begin() { vector = fresh(); }

    void set(int row, byte[] bytes, @Nullable EventMetadata metadata) {
      if (metadata == null || !metadata.has(tag)) {
        if (vector.nulls == null) clearNulls(vector);
        setNull(vector, row);
        return;
      }
      switch (vector) {
        case LongVector longs -> longs.values[row] = metadata.eventTime();
        case TextVector texts -> texts.set(row, bytes, metadata.offset(tag), metadata.length(tag));
        case ObjectVector objects ->
          objects.values[row] = tag == EventMetadata.ID ? metadata.id() : headersJson(metadata.headers());
        default -> throw new IllegalStateException("no metadata in a vector of " + vector.kind());
      }
    }

    @Override
    Vector read(ScanRows rows) { return vector; }

    private static Json headersJson(Map<String, String> headers) {
      var text = new StringBuilder("{");
      headers.forEach((name, value) -> {
        if (text.length() > 1) text.append(',');
        JsonStrings.quote(text, name);
        text.append(':');
        JsonStrings.quote(text, value);
      });
      return new Json(text.append('}').toString());
    }
  }
}
