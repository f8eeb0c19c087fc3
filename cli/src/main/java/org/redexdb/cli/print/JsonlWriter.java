// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.print;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Json;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// One JSON object a row, keys in the order of the columns. JSON values are written as they are stored, except that line
/// ends between their tokens become blanks.
final class JsonlWriter implements RowWriter {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final PrintStream out;
  private final List<ColumnHead> columns;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);

  JsonlWriter(PrintStream out, List<ColumnHead> columns) {
    this.out = out;
    this.columns = columns;
  }

  @Override
  public void row(List<? extends @Nullable Object> values) {
    line.reset();
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      for (int i = 0; i < values.size(); i++) {
        json.writeName(columns.get(i).name());
        write(json, values.get(i));
      }
      json.writeEndObject();
    }
    line.write('\n');
    out.write(line.toByteArray(), 0, line.size());
  }

  private static void write(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case Boolean bool -> json.writeBoolean(bool);
      case Long number -> json.writeNumber(number);
      case Integer number -> json.writeNumber(number);
      case BigDecimal number -> json.writeNumber(number.toPlainString());
      case Double number when Double.isFinite(number) -> json.writeNumber(ValueText.of(number));
      case Json text -> json.writeRawValue(text.text().replace('\n', ' ').replace('\r', ' '));
      default -> json.writeString(ValueText.of(value));
    }
  }

  @Override
  public void end() { out.flush(); }
}
