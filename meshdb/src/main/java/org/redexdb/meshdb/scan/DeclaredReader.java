// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.scan;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.UUID;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.json.JsonKind;
import org.redexdb.meshdb.json.JsonNumbers;
import org.redexdb.meshdb.json.JsonStrings;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.ObjectVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;
import org.redexdb.storage.api.Where;

/// A declared column: each value is converted to the column's type, exactly, from its JSON text. Rows were checked when
/// they were appended, so a value that does not convert is an error and never a silent NULL.
final class DeclaredReader extends ColumnReader {
  private static final int TEXT_IN_ERROR_MAX = 60;

  private final int slot;
  private final String channel;
  private final String name;
  private final SqlType type;

  DeclaredReader(int slot, String channel, String name, SqlType type) {
    this.slot = slot;
    this.channel = channel;
    this.name = name;
    this.type = type;
  }

  @Override
  Vector read(ScanRows rows) {
    ScanRows.Found found = rows.found[slot];
    if (found.only(FieldReader.NOTHING)) return allNull(type, rows.size);
    return switch (type.kind()) {
      case BOOLEAN -> booleans(rows, found);
      case INTEGER, BIGINT, TIMESTAMP, DATE -> longs(rows, found);
      case DOUBLE -> doubles(rows, found);
      case VARCHAR, JSON, VARBINARY -> texts(rows, found);
      case DECIMAL, UUID -> objects(rows, found);
      case INTERVAL, NULL, ANY -> throw new IllegalArgumentException("column " + name + " of type " + type);
    };
  }

  private Vector booleans(ScanRows rows, ScanRows.Found found) {
    BoolVector vector = bools();
    markNulls(vector, found, rows.size);
    for (int i = 0; i < rows.size; i++) {
      byte kind = found.kind[i];
      if (kind > JsonKind.TRUE) throw bad(rows, i, "22018", "is no BOOLEAN");
      vector.values[i] = (byte) (kind & 1);
    }
    return vector;
  }

  private Vector longs(ScanRows rows, ScanRows.Found found) {
    LongVector vector = longs(type.kind());
    markNulls(vector, found, rows.size);
    for (int i = 0; i < rows.size; i++) if (found.kind[i] > JsonKind.NULL) vector.values[i] = longValue(rows, found, i);
    return vector;
  }

  private long longValue(ScanRows rows, ScanRows.Found found, int row) {
    byte kind = found.kind[row];
    switch (type.kind()) {
      case TIMESTAMP -> {
        if (!JsonKind.isText(kind)) throw bad(rows, row, "22018", "is no TIMESTAMP");
        try {
          return TimeText.epochNanos(text(rows, found, row));
        } catch (DateTimeException e) {
          throw bad(rows, row, "22018", "is no TIMESTAMP");
        } catch (ArithmeticException e) {
          throw bad(rows, row, "22003", "is out of the range of TIMESTAMP (1677-09-21 to 2262-04-11)");
        }
      }
      case DATE -> {
        if (!JsonKind.isText(kind)) throw bad(rows, row, "22018", "is no DATE");
        try {
          return TimeText.epochDay(text(rows, found, row));
        } catch (DateTimeException e) {
          throw bad(rows, row, "22018", "is no DATE");
        }
      }
      default -> {
        long value = wholeValue(rows, found, row);
        if (type.kind() == SqlType.Kind.INTEGER && value != (int) value)
          throw bad(rows, row, "22003", "is out of the range of INTEGER");
        return value;
      }
    }
  }

  private long wholeValue(ScanRows rows, ScanRows.Found found, int row) {
    byte kind = found.kind[row];
    if (kind == JsonKind.INTEGER) return JsonNumbers.longValue(rows.bytes(), found.start[row], found.end[row]);
    BigDecimal value = decimal(rows, found, row);
    try {
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw bad(rows, row, "22003", "is no whole number in the range of " + type);
    }
  }

  private Vector doubles(ScanRows rows, ScanRows.Found found) {
    DoubleVector vector = doubles();
    markNulls(vector, found, rows.size);
    for (int i = 0; i < rows.size; i++) {
      byte kind = found.kind[i];
      if (kind <= JsonKind.NULL) continue;
      if (!JsonKind.isNumber(kind)) throw bad(rows, i, "22018", "is no DOUBLE");
      double value = JsonNumbers.doubleValue(rows.bytes(), found.start[i], found.end[i]);
      if (Double.isInfinite(value)) throw bad(rows, i, "22003", "is out of the range of DOUBLE");
      vector.values[i] = value;
    }
    return vector;
  }

  private Vector texts(ScanRows rows, ScanRows.Found found) {
    TextVector vector = texts(type.kind());
    markNulls(vector, found, rows.size);
    byte[] bytes = rows.bytes();
    for (int i = 0; i < rows.size; i++) {
      byte kind = found.kind[i];
      int start = found.start[i];
      int end = found.end[i];
      if (kind <= JsonKind.NULL)
        vector.set(i, bytes, 0, 0);
      else if (type.kind() == SqlType.Kind.JSON) {
        int quote = JsonKind.isText(kind) ? 1 : 0;
        vector.set(i, bytes, start - quote, end - start + 2 * quote);
      } else if (!JsonKind.isText(kind))
        throw bad(rows, i, "22018", "is no " + type);
      else if (type.kind() == SqlType.Kind.VARBINARY) {
        byte[] value = base64(rows, found, i);
        vector.set(i, value, 0, value.length);
      } else {
        rows.arena.set(vector, i, kind, bytes, start, end);
        if (type.precision() > 0 && vector.length[i] > type.precision()) checkLength(rows, vector, i);
      }
    }
    return vector;
  }

  private void checkLength(ScanRows rows, TextVector vector, int row) {
    int codePoints = 0;
    byte[] bytes = vector.bytes[row];
    int from = vector.offset[row];
    for (int i = from; i < from + vector.length[row]; i++) if ((bytes[i] & 0xC0) != 0x80) codePoints++;
    if (codePoints > type.precision()) throw bad(rows, row, "22001", "is longer than " + type);
  }

  private byte[] base64(ScanRows rows, ScanRows.Found found, int row) {
    try {
      return Base64.getDecoder().decode(text(rows, found, row));
    } catch (IllegalArgumentException e) {
      throw bad(rows, row, "22018", "is no VARBINARY in base64");
    }
  }

  private Vector objects(ScanRows rows, ScanRows.Found found) {
    ObjectVector vector = objects(type.kind());
    markNulls(vector, found, rows.size);
    for (int i = 0; i < rows.size; i++) {
      if (found.kind[i] <= JsonKind.NULL)
        vector.values[i] = null;
      else
        vector.values[i] = type.kind() == SqlType.Kind.UUID ? uuid(rows, found, i) : scaled(rows, found, i);
    }
    return vector;
  }

  private UUID uuid(ScanRows rows, ScanRows.Found found, int row) {
    String text = JsonKind.isText(found.kind[row]) ? text(rows, found, row) : "";
    try {
      // The JDK also takes shorter forms.
      if (text.length() == 36) return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw bad(rows, row, "22018", "is no UUID");
    }
    throw bad(rows, row, "22018", "is no UUID");
  }

  private BigDecimal scaled(ScanRows rows, ScanRows.Found found, int row) {
    BigDecimal value = decimal(rows, found, row);
    try {
      BigDecimal scaled = value.setScale(type.scale());
      if (scaled.precision() <= type.precision()) return scaled;
    } catch (ArithmeticException e) {
      throw bad(rows, row, "22003", "has more decimals than " + type);
    }
    throw bad(rows, row, "22003", "has more digits than " + type);
  }

  /// From the digits of the text, never through a double.
  private BigDecimal decimal(ScanRows rows, ScanRows.Found found, int row) {
    if (!JsonKind.isNumber(found.kind[row])) throw bad(rows, row, "22018", "is no " + type);
    int start = found.start[row];
    int end = found.end[row];
    try {
      // A short text with a huge exponent would become a huge number when it is brought to a scale.
      if (Math.abs(JsonNumbers.doubleValue(rows.bytes(), start, end)) < 1e39) {
        BigDecimal value = new BigDecimal(JsonNumbers.text(rows.bytes(), start, end));
        if (value.signum() == 0) return BigDecimal.ZERO;
        if (value.scale() <= 400) return value;
      }
    } catch (NumberFormatException e) {
      throw bad(rows, row, "22003", "is out of the range of " + type);
    }
    throw bad(rows, row, "22003", "is out of the range of " + type);
  }

  private static String text(ScanRows rows, ScanRows.Found found, int row) {
    return JsonStrings.text(found.kind[row], rows.bytes(), found.start[row], found.end[row]);
  }

  private SqlException bad(ScanRows rows, int row, String sqlState, String why) {
    ScanRows.Found found = rows.found[slot];
    int start = found.start[row];
    int length = Math.min(TEXT_IN_ERROR_MAX, found.end[row] - start);
    String value = new String(rows.bytes(), start, length, StandardCharsets.UTF_8);
    return new SqlException.Data(sqlState, "column " + name + ": stored value " + value + " " + why,
        Where.seq(channel, rows.block.seq(rows.event[row])));
  }
}
