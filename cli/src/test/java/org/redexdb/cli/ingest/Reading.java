// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// Reads sources as `import` does and shows items as text.
final class Reading {
  private Reading() {}

  static List<Item> all(byte[] bytes, String name, Source.Options options) throws IOException {
    var items = new ArrayList<Item>();
    try (var source = Source.open(new ByteArrayInputStream(bytes), name, options)) {
      for (var item = source.reader().next(); item != null; item = source.reader().next())
        items.add(item);
    }
    return items;
  }

  static List<String> shown(String text, SourceFormat format) throws IOException {
    return shown(text, new Source.Options(format, null, false, Extraction.NONE));
  }

  static List<String> shown(String text, Source.Options options) throws IOException {
    return all(text.getBytes(StandardCharsets.UTF_8), "", options).stream().map(Reading::show).toList();
  }

  static String show(Item item) {
    return switch (item) {
      case Item.Bad(long line, String reason) -> line + " BAD " + reason;
      case Item.Event event -> event.line() + " " + text(event);
    };
  }

  static String text(Item item) {
    return new String(((Item.Event) item).payload(), StandardCharsets.UTF_8);
  }

  static Source.Options extracting(@Nullable SourceFormat format, @Nullable String time, @Nullable String type,
      @Nullable String key) {
    return new Source.Options(format, null, false, new Extraction(time == null ? null : FieldPath.of(time),
        type == null ? null : FieldPath.of(type), key == null ? null : FieldPath.of(key),
        TimeFormat.of(null, ZoneOffset.UTC)));
  }

  /// A file of the shared real data; the test is skipped where that folder is not.
  static Path shared(String name) {
    var folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("bom/pom.xml")))
      folder = folder.getParent();
    var file = folder == null ? Path.of(name) : folder.resolveSibling("shared").resolve("data").resolve(name);
    Assumptions.assumeTrue(Files.exists(file), "no shared data at " + file);
    return file;
  }
}
