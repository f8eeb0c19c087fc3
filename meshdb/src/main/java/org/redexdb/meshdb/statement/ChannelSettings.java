// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.OptionSetting;
import org.redexdb.meshdb.bind.NameHint;
import org.redexdb.meshdb.bind.Problems;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.LogUse;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Retention;

/// `WITH (…)` of CREATE CHANNEL and CREATE TABLE.
///
/// @param options      how the channel is stored
/// @param extraAllowed whether a table takes fields it does not declare
record ChannelSettings(ChannelOptions options, boolean extraAllowed) {
  private static final Set<String> KNOWN = Set.of("codec", "ack", "log", "segment_bytes", "extra",
      "retention_max_events", "retention_max_bytes", "retention_max_age");
  private static final Set<String> LATER = Set.of("fsync", "visibility", "verify");

  static ChannelSettings of(List<OptionSetting> settings, boolean table, Problems problems) {
    var result = new ChannelSettings(ChannelOptions.DEFAULTS, false);
    var seen = new TreeSet<String>();
    for (var setting : settings) {
      if (!seen.add(setting.name().folded()))
        throw problems.invalid("42601", "option " + setting.name().folded() + " is given twice", setting.span());
      result = result.with(setting, table, problems);
    }
    return result;
  }

  private ChannelSettings with(OptionSetting setting, boolean table, Problems problems) {
    String name = setting.name().folded();
    return switch (name) {
      case "codec" -> withOptions(options.withCodec(codec(setting, table, problems)));
      case "ack" -> withOptions(options.withAck(ack(setting, problems)));
      case "log" -> withOptions(log(setting, problems));
      case "segment_bytes" -> withOptions(segmentBytes(setting, problems));
      case "retention_max_events", "retention_max_bytes", "retention_max_age" ->
        withOptions(limited(retention(name, setting, problems), setting, problems));
      case "extra" -> {
        if (!table)
          throw problems.invalid("42000", "extra is an option of tables; a channel without a schema takes any field",
              setting.span());
        yield new ChannelSettings(options, extra(setting, problems));
      }
      default -> throw unknown(name, setting, problems);
    };
  }

  private ChannelSettings withOptions(ChannelOptions changed) { return new ChannelSettings(changed, extraAllowed); }

  private static RuntimeException unknown(String name, OptionSetting setting, Problems problems) {
    if (LATER.contains(name)) return problems.unsupported("the option " + name, "leave it out", setting.span());
    var known = new TreeSet<>(KNOWN);
    return problems.invalid("42000", "no option \"" + name + "\"" + NameHint.of(name, known) + "; the options are "
        + String.join(", ", known), setting.span());
  }

  private static String word(OptionSetting setting, Problems problems) {
    if (setting.value() instanceof Expression.StringLiteral text) return text.value().toLowerCase(Locale.ROOT);
    throw problems.invalid("42000", "option " + setting.name().folded() + " takes a word", setting.value().span());
  }

  private static PayloadCodec codec(OptionSetting setting, boolean table, Problems problems) {
    String word = word(setting, problems);
    if (table && !word.equals("json"))
      throw problems.invalid("42000", "the payload of a table is JSON", setting.value().span());
    return switch (word) {
      case "json" -> PayloadCodec.JSON;
      case "text" -> PayloadCodec.TEXT;
      case "bytes" -> PayloadCodec.BYTES;
      default -> throw problems.invalid("42000", "codec is json, text or bytes, not \"" + word + "\"",
          setting.value().span());
    };
  }

  private static Level ack(OptionSetting setting, Problems problems) {
    if (setting.value() instanceof Expression.IntegerLiteral)
      throw problems.unsupported("ack by a number of copies", "write ack = 'disk' or 'os'", setting.value().span());
    String word = word(setting, problems);
    return switch (word) {
      case "memory" -> Level.MEMORY;
      case "os" -> Level.OS;
      case "disk" -> Level.DISK;
      case "quorum", "all" ->
        throw problems.unsupported("ack = '" + word + "'", "write ack = 'disk' or 'os'", setting.value().span());
      default -> throw problems.invalid("42000", "ack is "
          + String.join(", ",
              Arrays.stream(Level.values()).map(level -> level.name().toLowerCase(Locale.ROOT)).toList())
          + ", not \"" + word + "\"", setting.value().span());
    };
  }

  private ChannelOptions log(OptionSetting setting, Problems problems) {
    String word = word(setting, problems);
    LogUse use = switch (word) {
      case "own" -> LogUse.OWN;
      case "shared" -> LogUse.SHARED;
      default -> throw problems.invalid("42000", "log is own or shared, not \"" + word + "\"",
          setting.value().span());
    };
    try {
      return options.withLog(use);
    } catch (IllegalArgumentException e) {
      throw problems.invalid("42000", String.valueOf(e.getMessage()), setting.span());
    }
  }

  private ChannelOptions segmentBytes(OptionSetting setting, Problems problems) {
    if (!(setting.value() instanceof Expression.IntegerLiteral number))
      throw problems.invalid("42000", "segment_bytes takes a whole number", setting.value().span());
    try {
      return options.withSegmentBytes(number.value().longValueExact());
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw problems.invalid("42000", String.valueOf(e.getMessage()), setting.value().span());
    }
  }

  private ChannelOptions limited(Retention limits, OptionSetting setting, Problems problems) {
    try {
      return options.withRetention(limits);
    } catch (IllegalArgumentException e) {
      throw problems.invalid("42000", String.valueOf(e.getMessage()), setting.span());
    }
  }

  /// One limit more.
  private Retention retention(String name, OptionSetting setting, Problems problems) {
    Retention limits = options.retention();
    try {
      return switch (name) {
        case "retention_max_events" -> limits.withMaxEvents(Settings.count(limit(setting)));
        case "retention_max_bytes" -> limits.withMaxBytes(Settings.bytes(limit(setting)));
        default -> limits.withMaxAge(Settings.duration(limit(setting)));
      };
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      String expected = switch (name) {
        case "retention_max_events" -> "a number of events";
        case "retention_max_bytes" -> "a size such as 500000, '64kb', '256mb', '2gb'";
        default -> "a time such as '30s', '5m', '12h', '7d' or 'PT36H'";
      };
      throw problems.invalid("42000", "option " + name + " takes " + expected + ", 0 for no limit",
          setting.value().span());
    }
  }

  private static String limit(OptionSetting setting) {
    return switch (setting.value()) {
      case Expression.IntegerLiteral number -> number.value().toString();
      case Expression.StringLiteral text -> text.value().strip();
      default -> throw new IllegalArgumentException(setting.name().folded());
    };
  }

  private static boolean extra(OptionSetting setting, Problems problems) {
    String word = word(setting, problems);
    return switch (word) {
      case "allow" -> true;
      case "refuse" -> false;
      default -> throw problems.invalid("42000", "extra is allow or refuse, not \"" + word + "\"",
          setting.value().span());
    };
  }
}
