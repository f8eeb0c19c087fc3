// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.url;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;

/// A connection URL with its properties, read and checked: `jdbc:redexdb:<path>[?name=value&name=value]`, percent-encoded
/// where a character has a meaning of its own.
///
/// @param text     the URL as given, without the properties
/// @param settings what was given explicitly
public record RedexUrl(String text, Target target, Map<ConnectionProperty, String> settings) {
  private static final String PREFIX = "jdbc:redexdb:";
  private static final String MEMORY = "mem:";

  public RedexUrl {
    settings = Map.copyOf(settings);
  }

  /// @param info properties as [java.sql.Driver#connect] got them; may say the same as the URL, not something else
  /// @throws SQLException what is wrong (08001), with the list of properties when one is unknown
  public static RedexUrl parse(String url, Properties info) throws SQLException {
    if (!url.startsWith(PREFIX)) throw wrong(url, "it does not start with " + PREFIX);
    int question = url.indexOf('?');
    String place = url.substring(PREFIX.length(), question < 0 ? url.length() : question);
    Map<ConnectionProperty, String> settings = new EnumMap<>(ConnectionProperty.class);
    if (question >= 0)
      for (String pair : url.substring(question + 1).split("&", -1))
        if (!pair.isEmpty()) addPair(settings, url, pair);
    for (var entry : allOf(info).entrySet())
      add(settings, url, entry.getKey(), entry.getValue());
    return new RedexUrl(question < 0 ? url : url.substring(0, question), target(url, place), settings);
  }

  /// The value given, else the default.
  public Optional<String> setting(ConnectionProperty property) {
    String given = settings.get(property);
    return Optional.ofNullable(given == null ? property.defaultValue() : given);
  }

  /// Whether a missing store is made.
  public boolean create() { return setting(ConnectionProperty.CREATE).orElseThrow().equals("true"); }

  /// `auto`, `write` or `read_only`.
  public String access() { return setting(ConnectionProperty.ACCESS).orElseThrow(); }

  private static Target target(String url, String place) throws SQLException {
    if (place.isEmpty())
      throw wrong(url, "no folder is named; write " + PREFIX + "./data or " + PREFIX + MEMORY);
    if (place.startsWith("//")) return new Target.Server(decode(url, place.substring(2)));
    if (place.startsWith(MEMORY)) {
      String name = decode(url, place.substring(MEMORY.length()));
      return name.isEmpty() ? new Target.PrivateMemory() : new Target.SharedMemory(name);
    }
    // What other databases call a store in memory would quietly become a folder on disk.
    if (place.equals(":memory:") || place.equals("memory:"))
      throw wrong(url,
          "a store in memory is written " + PREFIX + MEMORY + ", or " + PREFIX + MEMORY + "name to share it");
    // So would properties as H2 and others take them.
    int semicolon = place.indexOf(';');
    int equals = place.indexOf('=', semicolon + 1);
    if (semicolon >= 0 && equals > 0)
      throw wrong(url, "properties follow a ?: " + PREFIX + place.substring(0, semicolon) + "?"
          + place.substring(semicolon + 1, equals) + "=…&…; in the name of a folder a ; is written %3B");
    String path = decode(url, place);
    try {
      return new Target.Folder(Path.of(path));
    } catch (InvalidPathException e) {
      throw wrong(url, "\"" + path + "\" is no path here: " + e.getReason());
    }
  }

  private static void addPair(Map<ConnectionProperty, String> settings, String url, String pair) throws SQLException {
    int equals = pair.indexOf('=');
    if (equals < 0) throw wrong(url, "\"" + pair + "\" has no value; write name=value");
    add(settings, url, decode(url, pair.substring(0, equals)), decode(url, pair.substring(equals + 1)));
  }

  private static void add(Map<ConnectionProperty, String> settings, String url, String key, String value)
      throws SQLException {
    ConnectionProperty property = ConnectionProperty.find(key)
        .orElseThrow(() -> wrong(url, "unknown property \"" + key + "\"; there are " + ConnectionProperty.list()));
    if (!property.choices().isEmpty() && !property.choices().contains(value))
      throw wrong(url, key + " can be " + String.join(" or ", property.choices()) + ", not \"" + value + "\"");
    String before = settings.putIfAbsent(property, value);
    if (before != null && !before.equals(value))
      throw wrong(url, key + " is given twice, as different values");
  }

  /// All keys and values, also those of the defaults and those put in as something else than text.
  private static Map<String, String> allOf(Properties info) {
    Map<String, String> all = new TreeMap<>();
    for (String key : info.stringPropertyNames())
      all.put(key, info.getProperty(key));
    info.forEach((key, value) -> all.put(key.toString(), value.toString()));
    return all;
  }

  /// Undoes percent-encoding. `+` is a plus: this is no form.
  private static String decode(String url, String text) throws SQLException {
    if (text.indexOf('%') < 0) return text;
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        int next = text.offsetByCodePoints(i, 1);
        bytes.writeBytes(text.substring(i, next).getBytes(StandardCharsets.UTF_8));
        i = next - 1;
        continue;
      }
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (low < 0) throw wrong(url, "a % that is not followed by two hexadecimal digits; write %25 for a percent sign");
      bytes.write(high << 4 | low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw wrong(url, "its percent-encoded bytes are no UTF-8");
    }
  }

  private static SQLException wrong(String url, String why) {
    int question = url.indexOf('?');
    // Without what follows the question mark: a password may stand there.
    return SqlErrors.of(SqlState.CANNOT_CONNECT, "bad URL " + (question < 0 ? url : url.substring(0, question) + "?…")
        + ": " + why);
  }
}
