// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Limits;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/// Checks that bytes are exactly one JSON value in UTF-8 and picks out the fields asked for, in one pass and without
/// building the value. Of a key that occurs twice the last one counts. Threading: one thread.
final class JsonProbe {

  static final int DEPTH_MAX = Limits.JSON_DEPTH_MAX;

  private static final JsonFactory JSON = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX)
          .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE)
          .build())
      .build();

  private final Extraction extraction;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
      .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final CharBuffer scratch = CharBuffer.allocate(4096);
  private final List<String> path = new ArrayList<>();

  private @Nullable String time;
  private @Nullable String type;
  private @Nullable String key;

  JsonProbe(Extraction extraction) {
    this.extraction = extraction;
  }

  /// The bytes as an event, or what is wrong with them.
  ///
  /// @param line where they begin
  /// @param column where they begin in that line, from 1
  Item read(long line, long column, byte[] payload) {
    time = null;
    type = null;
    key = null;
    path.clear();
    try {
      checkUtf8(payload);
      walk(payload);
      var timeText = time;
      return new Item.Event(line, payload, timeText == null ? null : extraction.timeFormat().nanos(timeText), type,
          key);
    } catch (NotScalar e) {
      return new Item.Bad(line, e.getMessage());
    } catch (CharacterCodingException _) {
      return new Item.Bad(line, "not UTF-8; convert the file first, for example with iconv");
    } catch (DateTimeException e) {
      return new Item.Bad(line, "field " + extraction.time() + ": " + e.getMessage());
    } catch (StreamConstraintsException _) {
      return new Item.Bad(line, "JSON nested deeper than " + DEPTH_MAX + " levels");
    } catch (JacksonException e) {
      return new Item.Bad(line, reason(line, column, e));
    }
  }

  private static String reason(long line, long column, JacksonException e) {
    var location = e.getLocation();
    // What the library says of it names its own classes and settings.
    var message = e instanceof UnexpectedEndOfInputException
        ? "not JSON: it ends before the value does"
        : "not JSON: something here has no place in a JSON value";
    if (location == null || location.getColumnNr() < 0) {
      return message;
    }
    return location.getLineNr() <= 1
        ? message + " (column " + (column + location.getColumnNr() - 1) + ")"
        : message + " (line " + (line + location.getLineNr() - 1) + ", column " + location.getColumnNr() + ")";
  }

  private void walk(byte[] payload) {
    try (var parser = JSON.createParser(ObjectReadContext.empty(), payload, 0, payload.length)) {
      if (parser.nextToken() == null) {
        throw new NotScalar("no JSON value");
      }
      boolean wanted = extraction.time() != null || extraction.type() != null || extraction.key() != null;
      if (wanted && parser.currentToken() == JsonToken.START_OBJECT) {
        object(parser);
      } else {
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw new NotScalar("more than one JSON value (column " + parser.currentTokenLocation().getColumnNr() + ")");
      }
    }
  }

  private void object(JsonParser parser) {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      parser.nextToken();
      path.add(name);
      if (leadsSomewhere()) {
        value(parser);
      } else {
        parser.skipChildren();
      }
      path.removeLast();
    }
  }

  private void value(JsonParser parser) {
    boolean isTime = matches(extraction.time());
    boolean isType = matches(extraction.type());
    boolean isKey = matches(extraction.key());
    if (isTime || isType || isKey) {
      var text = switch (parser.currentToken()) {
        case VALUE_NULL -> null;
        case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> parser.getString();
        case START_OBJECT, START_ARRAY -> throw new NotScalar(
            "field " + new FieldPath(path) + " is an object or array; a time, type or key is a single value");
        default -> throw new IllegalStateException("token " + parser.currentToken());
      };
      time = isTime ? text : time;
      type = isType ? text : type;
      key = isKey ? text : key;
    } else if (parser.currentToken() == JsonToken.START_OBJECT) {
      object(parser);
    } else {
      parser.skipChildren();
    }
  }

  private boolean leadsSomewhere() {
    return isPrefix(extraction.time()) || isPrefix(extraction.type()) || isPrefix(extraction.key());
  }

  private boolean isPrefix(@Nullable FieldPath wanted) {
    return wanted != null && path.size() <= wanted.keys().size()
        && path.equals(wanted.keys().subList(0, path.size()));
  }

  private boolean matches(@Nullable FieldPath wanted) {
    return wanted != null && path.equals(wanted.keys());
  }

  // The parser checks only the strings that are looked at; what is stored must be UTF-8 throughout.
  private void checkUtf8(byte[] bytes) throws CharacterCodingException {
    int at = 0;
    while (at < bytes.length && bytes[at] >= 0) {
      at++;
    }
    if (at == bytes.length) {
      return;
    }
    var input = ByteBuffer.wrap(bytes, at, bytes.length - at);
    utf8.reset();
    while (true) {
      scratch.clear();
      var result = utf8.decode(input, scratch, true);
      if (result.isError()) {
        result.throwException();
      }
      if (result.isUnderflow()) {
        return;
      }
    }
  }

  /// The value is JSON but not what an event needs; the message says what.
  private static final class NotScalar extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotScalar(String message) {
      super(message, null, false, false);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
