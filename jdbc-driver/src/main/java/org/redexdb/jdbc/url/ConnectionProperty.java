// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.url;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What may stand after the `?` of a URL or in the properties given to the driver: the only list of it. A name that is
/// not here is refused, because a misspelt option that is ignored is worse than an error.
public enum ConnectionProperty {
  CREATE(Use.OPENING, "Create the store when there is none in that folder.", "true", "true", "false"),
  ACCESS(Use.OPENING, "auto writes, or reads where another process writes or this one may not; write fails instead.",
      "auto", "auto", "write", "read_only"),
  TIME_ZONE(Use.SESSION, "Zone of dates, hours and times written without one: an IANA name or an offset.", "UTC"),
  STRICT_TYPES(Use.SESSION, "Comparing values of different types is an error (22018) instead of unknown.", "off", "on",
      "off"),
  QUERY_MAX_ROWS(Use.SESSION, "A query that gives more rows than this fails (54000); 0 for no limit.", "0"),
  QUERY_MAX_DURATION(Use.SESSION, "A statement that takes longer is cancelled (57014): 500ms, 30s, 5m; 0 for no limit.",
      "0"),
  FETCH_SIZE(Use.SESSION, "Rows a client asks for at once; a hint that changes nothing in an embedded store.", "0"),
  USER(Use.NONE, "Accepted because tools always send it; an embedded store has no users.", null),
  PASSWORD(Use.NONE, "Accepted because tools always send it; an embedded store has no users.", null);

  /// Who acts on a property.
  private enum Use {
    OPENING, SESSION, NONE
  }

  private final Use use;
  private final String description;
  private final @Nullable String defaultValue;
  private final List<String> choices;

  ConnectionProperty(Use use, String description, @Nullable String defaultValue, String... choices) {
    this.use = use;
    this.description = description;
    this.defaultValue = defaultValue;
    this.choices = List.of(choices);
  }

  /// As it is written in a URL: `time_zone`.
  public String key() { return name().toLowerCase(Locale.ROOT); }

  /// One sentence for a person.
  public String description() { return description; }

  public @Nullable String defaultValue() { return defaultValue; }

  /// The values there are; empty when any will do.
  public List<String> choices() { return choices; }

  /// True for options of the SQL session, which checks the value itself.
  public boolean ofSession() { return use == Use.SESSION; }

  static Optional<ConnectionProperty> find(String key) {
    return Arrays.stream(values()).filter(each -> each.key().equals(key)).findFirst();
  }

  static String list() {
    return Arrays.stream(values()).map(ConnectionProperty::key).collect(Collectors.joining(", "));
  }
}
