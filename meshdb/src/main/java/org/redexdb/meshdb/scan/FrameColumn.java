// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.ScanColumn.Intrinsic;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.ObjectVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.PayloadCodec;

/// An intrinsic column that stands in the frame itself.
final class FrameColumn extends ColumnReader {
  private final Intrinsic.Kind kind;
  private final byte[] channel;
  private long lastOrigin;
  private byte[] lastOriginText = originText(0);

  FrameColumn(Intrinsic.Kind kind, String channel) {
    this.kind = kind;
    this.channel = channel.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  Vector read(ScanRows rows) {
    return switch (kind) {
      case SEQ, TS -> numbers(rows);
      case CHANNEL, ORIGIN -> names(rows);
      case PAYLOAD -> payloads(rows);
      case TIME, ID, TYPE, KEY, HEADERS -> throw new IllegalArgumentException(kind + " is not in the frame");
    };
  }

  private Vector numbers(ScanRows rows) {
    LongVector vector = longs(kind.type().kind());
    FrameBlock block = rows.block;
    boolean seq = kind == Intrinsic.Kind.SEQ;
    for (int i = 0; i < rows.size; i++) vector.values[i] = seq ? block.seq(rows.event[i]) : block.ts(rows.event[i]);
    return vector;
  }

  private Vector names(ScanRows rows) {
    TextVector vector = texts(SqlType.Kind.VARCHAR);
    for (int i = 0; i < rows.size; i++) {
      byte[] text = kind == Intrinsic.Kind.CHANNEL ? channel : origin(rows.block.origin(rows.event[i]));
      vector.set(i, text, 0, text.length);
    }
    return vector;
  }

  private byte[] origin(long origin) {
    if (origin != lastOrigin) {
      lastOrigin = origin;
      lastOriginText = originText(origin);
    }
    return lastOriginText;
  }

  private static byte[] originText(long origin) {
    return HexFormat.of().toHexDigits(origin).getBytes(StandardCharsets.US_ASCII);
  }

  /// By the codec of each frame; a batch rarely has two.
  private Vector payloads(ScanRows rows) {
    FrameBlock block = rows.block;
    SqlType.Kind type = payloadKind(block.codec(rows.event[0]));
    for (int i = 1; i < rows.size; i++)
      if (payloadKind(block.codec(rows.event[i])) != type) return mixedPayloads(rows);
    TextVector vector = texts(type);
    for (int i = 0; i < rows.size; i++) {
      int event = rows.event[i];
      vector.set(i, block.bytes(), block.payloadOffset(event), block.payloadLength(event));
    }
    return vector;
  }

  private Vector mixedPayloads(ScanRows rows) {
    ObjectVector vector = objects(SqlType.Kind.ANY);
    FrameBlock block = rows.block;
    for (int i = 0; i < rows.size; i++) {
      int event = rows.event[i];
      int from = block.payloadOffset(event);
      int length = block.payloadLength(event);
      vector.values[i] = switch (payloadKind(block.codec(event))) {
        case JSON -> new Json(new String(block.bytes(), from, length, StandardCharsets.UTF_8));
        case VARCHAR -> new String(block.bytes(), from, length, StandardCharsets.UTF_8);
        default -> Arrays.copyOfRange(block.bytes(), from, from + length);
      };
    }
    return vector;
  }

  private static SqlType.Kind payloadKind(int codec) {
    return switch (PayloadCodec.byId(codec)) {
      case JSON -> SqlType.Kind.JSON;
      case TEXT -> SqlType.Kind.VARCHAR;
      case BYTES, CORTEX -> SqlType.Kind.VARBINARY;
    };
  }
}
