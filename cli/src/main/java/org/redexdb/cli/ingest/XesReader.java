// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// XES (IEEE 1849): one event per `event` element. The attributes of its trace come first, each key prefixed with `case:`
/// as pm4py does, then its own under their own keys. Unless told otherwise `time:timestamp` is the event time,
/// `concept:name` the type and the trace's name the key: that is what the standard's extensions say they are. Attributes
/// of the log itself belong to no event and are left out.
final class XesReader implements EventReader {

  private static final String CASE_PREFIX = "case:";
  private static final Set<String> ATTRIBUTES = Set.of("string", "date", "int", "float", "boolean", "id", "list",
      "container");

  private final InputStream source;
  private final XMLStreamReader xml;
  private final Extraction extraction;
  private final PayloadBuilder payload = new PayloadBuilder();
  private final List<XesAttribute> caseAttributes = new ArrayList<>();
  private boolean traceHasEvents;
  private int depth;

  XesReader(InputStream source, Extraction extraction) {
    this.source = source;
    this.extraction = extraction.orElse("time:timestamp", "concept:name", CASE_PREFIX + "concept:name");
    var factory = XMLInputFactory.newDefaultFactory();
    // An event log has no business loading files or addresses that it names.
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      xml = factory.createXMLStreamReader(source);
    } catch (XMLStreamException e) {
      throw broken(e);
    }
  }

  @Override
  public @Nullable Item next() throws IOException {
    try {
      while (xml.hasNext()) {
        int step = xml.next();
        if (step == XMLStreamConstants.END_ELEMENT) {
          depth--;
        } else if (step == XMLStreamConstants.START_ELEMENT) {
          var item = element();
          if (item != null) {
            return item;
          }
        }
      }
      return null;
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof IOException io) {
        throw io;
      }
      throw broken(e);
    }
  }

  private @Nullable Item element() throws XMLStreamException {
    var name = xml.getLocalName();
    if (depth == 0 && !name.equals("log")) {
      throw new IngestException(line(), "the root of an XES file is <log>, this is <" + name + ">");
    }
    if (name.equals("event")) {
      traceHasEvents = true;
      return event();
    }
    if (name.equals("trace")) {
      caseAttributes.clear();
      traceHasEvents = false;
    } else if (depth == 2 && ATTRIBUTES.contains(name)) {
      if (traceHasEvents) {
        throw new IngestException(line(),
            "an attribute of the trace comes after its first event, against the standard");
      }
      caseAttributes.add(attribute().withPrefix(CASE_PREFIX));
      return null;
    } else if (depth >= 1) {
      skip();
      return null;
    }
    depth++;
    return null;
  }

  private Item event() throws XMLStreamException {
    long line = line();
    var attributes = new ArrayList<>(depth == 2 ? caseAttributes : List.of());
    while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
      if (ATTRIBUTES.contains(xml.getLocalName())) {
        attributes.add(attribute());
      } else {
        skip();
      }
    }
    payload.begin();
    attributes.forEach(attribute -> attribute.writeTo(payload.generator()));
    var bytes = payload.end();
    if (bytes.length > Bytes.EVENT_BYTES_MAX) {
      return Bytes.tooLarge(line);
    }
    var time = value(extraction.time(), attributes);
    try {
      return new Item.Event(line, bytes, time == null ? null : extraction.timeFormat().nanos(time),
          value(extraction.type(), attributes), value(extraction.key(), attributes));
    } catch (DateTimeException e) {
      return new Item.Bad(line, "attribute " + extraction.time() + ": " + e.getMessage());
    }
  }

  /// Reads the attribute whose start tag is current, up to its end tag.
  private XesAttribute attribute() throws XMLStreamException {
    var kind = xml.getLocalName();
    var key = xml.getAttributeValue(null, "key");
    var value = xml.getAttributeValue(null, "value");
    var children = new ArrayList<XesAttribute>();
    while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
      if (ATTRIBUTES.contains(xml.getLocalName())) {
        children.add(attribute());
      } else if (kind.equals("list") && xml.getLocalName().equals("values")) {
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
          children.add(attribute());
        }
      } else {
        skip();
      }
    }
    return new XesAttribute(kind, key == null ? "" : key, value, children);
  }

  private void skip() throws XMLStreamException {
    int open = 1;
    while (open > 0) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> open++;
        case XMLStreamConstants.END_ELEMENT -> open--;
        default -> {
          // Text and comments between elements carry nothing.
        }
      }
    }
  }

  private static @Nullable String value(@Nullable FieldPath wanted, List<XesAttribute> attributes) {
    if (wanted == null || !wanted.isTopLevel()) {
      return null;
    }
    return attributes.reversed().stream().filter(attribute -> attribute.key().equals(wanted.topLevelName())).findFirst()
        .map(XesAttribute::value).orElse(null);
  }

  private long line() {
    return xml.getLocation().getLineNumber();
  }

  private static IngestException broken(XMLStreamException e) {
    var location = e.getLocation();
    var text = String.valueOf(e.getMessage());
    int message = text.lastIndexOf("Message: ");
    return new IngestException(location == null ? 1 : location.getLineNumber(),
        "not XML: " + (message < 0 ? text : text.substring(message + "Message: ".length())));
  }

  @Override
  public void close() throws IOException {
    try {
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    } finally {
      source.close();
    }
  }
}
