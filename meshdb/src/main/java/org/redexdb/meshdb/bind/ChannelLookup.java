// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.Optional;
import org.redexdb.grammar.tree.ChannelRef;
import org.redexdb.redex.api.Channel;

/// Channels as statements point at them.
public final class ChannelLookup {
  /// The one schema there is.
  public static final String SCHEMA = "main";

  private ChannelLookup() {}

  /// The name meant, whether or not there is such a channel.
  public static String name(ChannelRef reference, Problems problems) {
    return switch (reference) {
      case ChannelRef.Named named -> {
        var schema = named.schema();
        if (schema != null && !schema.folded().equals(SCHEMA))
          throw problems.invalid("3F000", "no schema \"" + schema.text() + "\"; the only one is " + SCHEMA
              + ". A name with a dot is quoted: \"" + schema.text() + "." + named.name().text() + "\"", schema.span());
        yield named.name().folded();
      }
      case ChannelRef.Origin origin ->
        throw problems.unsupported("ORIGIN('…')", "name the channel", origin.span());
    };
  }

  public static Optional<Channel> find(ChannelRef reference, Context context) {
    return context.catalog().find(name(reference, context.problems()));
  }

  /// @throws org.redexdb.meshdb.api.SqlException.Invalid 42P01 with near names
  public static Channel require(ChannelRef reference, Context context) {
    String name = name(reference, context.problems());
    if (name.indexOf('*') >= 0)
      throw context.problems().unsupported("a name with *", "name one channel", reference.span());
    return context.catalog().find(name).orElseThrow(() -> unknown(name, reference, context));
  }

  private static RuntimeException unknown(String name, ChannelRef reference, Context context) {
    var known = context.catalog().channels().stream().map(Channel::name).toList();
    String hint = NameHint.of(name, known);
    return context.problems().invalid("42P01", "no channel \"" + name + "\""
        + (hint.isEmpty() ? "; create it first: CREATE CHANNEL or CREATE TABLE" : hint), reference.span());
  }
}
