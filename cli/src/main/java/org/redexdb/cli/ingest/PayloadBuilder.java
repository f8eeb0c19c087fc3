// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes the JSON object of an event whose source is not JSON. Threading: one thread, one object at a time.
final class PayloadBuilder {

  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
  private @Nullable JsonGenerator open;

  void begin() {
    bytes.reset();
    open = JSON.createGenerator(ObjectWriteContext.empty(), bytes);
    open.writeStartObject();
  }

  void text(String name, String value) {
    generator().writeStringProperty(name, value);
  }

  /// @param digits text that is a JSON number, stored as it is
  void number(String name, String digits) {
    generator().writeName(name);
    generator().writeNumber(digits);
  }

  void bool(String name, boolean value) {
    generator().writeBooleanProperty(name, value);
  }

  JsonGenerator generator() {
    if (open == null) {
      throw new IllegalStateException("begin() comes first");
    }
    return open;
  }

  byte[] end() {
    generator().writeEndObject();
    generator().close();
    open = null;
    return bytes.toByteArray();
  }
}
