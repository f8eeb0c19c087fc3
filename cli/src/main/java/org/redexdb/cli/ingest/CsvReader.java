// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.io.IOException;
import java.time.DateTimeException;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CSV with a header. A row becomes an object with the header's names, in its order. A value that is exactly a JSON number
/// of at most 38 characters becomes that number, `true` and `false` in any case a boolean, an empty one is left out; all
/// else, and everything when `strings` is asked for, stays text.
final class CsvReader implements EventReader {

  private final ByteInput in;
  private final CsvTokenizer rows;
  private final Extraction extraction;
  private final boolean strings;
  private final PayloadBuilder payload = new PayloadBuilder();
  private @Nullable List<String> header;

  CsvReader(ByteInput in, char delimiter, boolean strings, Extraction extraction) {
    this.in = in;
    this.rows = new CsvTokenizer(in, delimiter);
    this.strings = strings;
    this.extraction = extraction;
  }

  @Override
  public @Nullable Item next() throws IOException {
    var names = names();
    return switch (rows.next()) {
      case null -> null;
      case CsvTokenizer.Row.Wrong(long line, String reason) -> new Item.Bad(line, reason);
      case CsvTokenizer.Row.Fields(long line, List<String> values) when values.size() != names.size() -> new Item.Bad(
          line,
          values.size() + (values.size() == 1 ? " field" : " fields") + " where the header names " + names.size());
      case CsvTokenizer.Row.Fields(long line, List<String> values) -> event(line, names, values);
    };
  }

  private List<String> names() throws IOException {
    if (header == null) {
      header = readHeader();
    }
    return header;
  }

  private List<String> readHeader() throws IOException {
    return switch (rows.next()) {
      case null -> List.of();
      case CsvTokenizer.Row.Wrong(long line, String reason) -> throw new IngestException(line, "header: " + reason);
      case CsvTokenizer.Row.Fields(long line, List<String> names) -> {
        var seen = new HashSet<String>();
        for (var name : names) {
          if (!seen.add(name)) {
            throw new IngestException(line, "the header names \"" + name + "\" twice; one of the two would be lost");
          }
        }
        for (var wanted : new FieldPath[]{extraction.time(), extraction.type(), extraction.key()}) {
          if (wanted != null && !(wanted.isTopLevel() && seen.contains(wanted.topLevelName()))) {
            throw new IngestException(line, "the header has no column \"" + wanted + "\"; it has " + names);
          }
        }
        yield names;
      }
    };
  }

  private Item event(long line, List<String> names, List<String> values) {
    payload.begin();
    for (int i = 0; i < values.size(); i++) {
      var value = values.get(i);
      if (!value.isEmpty()) {
        add(names.get(i), value);
      }
    }
    var time = column(extraction.time(), names, values);
    try {
      return new Item.Event(line, payload.end(), time == null ? null : extraction.timeFormat().nanos(time),
          column(extraction.type(), names, values), column(extraction.key(), names, values));
    } catch (DateTimeException e) {
      return new Item.Bad(line, "field " + extraction.time() + ": " + e.getMessage());
    }
  }

  private void add(String name, String value) {
    if (strings) {
      payload.text(name, value);
    } else if (JsonNumber.isExact(value)) {
      payload.number(name, value);
    } else if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      payload.bool(name, value.equalsIgnoreCase("true"));
    } else {
      payload.text(name, value);
    }
  }

  private static @Nullable String column(@Nullable FieldPath wanted, List<String> names, List<String> values) {
    if (wanted == null) {
      return null;
    }
    var value = values.get(names.indexOf(wanted.topLevelName()));
    return value.isEmpty() ? null : value;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
