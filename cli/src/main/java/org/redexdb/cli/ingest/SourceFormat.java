// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The formats that can be imported. Each may be packed with gzip; that is seen in the bytes.
public enum SourceFormat {
  JSONL, JSON, CSV, XES;

  /// As a user writes it: `jsonl`, `ndjson`, `json`, `csv`, `tsv`, `xes`, in any case, with or without `.gz`.
  ///
  /// @throws IllegalArgumentException for anything else
  public static SourceFormat of(String text) {
    var name = text.toLowerCase(Locale.ROOT);
    var found = name.equals("json") || name.equals("json.gz") ? JSON : byName("." + name);
    if (found == null) {
      throw new IllegalArgumentException("the formats are jsonl, json (one array), csv and xes");
    }
    return found;
  }

  /// By the ending of the name, null when it says nothing certain: `.json` holds an array here and a value a line there.
  static @Nullable SourceFormat byName(String fileName) {
    var name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".gz")) {
      name = name.substring(0, name.length() - 3);
    }
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "jsonl", "ndjson" -> JSONL;
      case "csv", "tsv" -> CSV;
      case "xes" -> XES;
      default -> null;
    };
  }

  /// By the first line of the unpacked content. Text counts as CSV only with a delimiter in it: a log file would become a
  /// table of one column that nobody asked for.
  ///
  /// @throws IngestException it is none of the formats
  static SourceFormat byContent(byte[] head, int length) {
    for (int i = 0; i < length; i++) {
      switch (head[i]) {
        case ' ', '\t', '\r', '\n' -> {
          continue;
        }
        case '[' -> {
          return JSON;
        }
        case '{' -> {
          return JSONL;
        }
        case '<' -> {
          return XES;
        }
        default -> {
          if (Source.hasDelimiter(head)) return CSV;
          throw new IngestException(1, "this is neither JSON nor XES, and no CSV header: it has no , ; | or tab;"
              + " say what it is with --format jsonl, json, csv or xes");
        }
      }
    }
    return JSONL;
  }
}
