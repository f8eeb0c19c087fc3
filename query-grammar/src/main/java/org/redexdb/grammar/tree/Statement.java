// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One statement of RQL.
public sealed interface Statement extends Node
    permits Query, Statement.Insert, Statement.Append, Statement.CreateTable, Statement.CreateChannel,
    Statement.DropChannel, Statement.ShowChannels, Statement.ShowChannelStatus, Statement.ShowStatus,
    Statement.Describe, Statement.Explain, Statement.SetOption, Statement.Unsupported {

  /// `INSERT INTO channel [(columns)] query [RETURNING items]`; the body of the query is mostly [QueryBody.Values].
  ///
  /// @param columns empty when none were named
  /// @param returning empty when there is no RETURNING
  record Insert(
      ChannelRef channel, List<Identifier> columns, Query source, List<SelectItem> returning,
      Span span) implements Statement {
    public Insert {
      columns = List.copyOf(columns);
      returning = List.copyOf(returning);
    }
  }

  /// `APPEND TO channel JSON '…', TEXT '…', BYTES X'…' [EXPECT SEQ n] [RETURNING items]`.
  ///
  /// @param events at least one
  /// @param expectSeq the seq that the first event must get, null when any will do
  record Append(
      ChannelRef channel, List<AppendedEvent> events, @Nullable Expression expectSeq, List<SelectItem> returning,
      Span span) implements Statement {
    public Append {
      events = List.copyOf(events);
      returning = List.copyOf(returning);
    }
  }

  /// One event of an APPEND.
  ///
  /// @param value a string literal (JSON, TEXT), a bytes literal (BYTES) or a parameter
  record AppendedEvent(EventFormat format, Expression value, Span span) {
  }

  /// How the value of an APPEND is written.
  enum EventFormat {
    JSON, TEXT, BYTES
  }

  /// `CREATE TABLE [IF NOT EXISTS] name (columns, keys) [WITH (options)]`.
  record CreateTable(
      boolean ifNotExists, ChannelRef name, List<ColumnDefinition> columns, List<KeyConstraint> keys,
      List<OptionSetting> options, Span span) implements Statement {
    public CreateTable {
      columns = List.copyOf(columns);
      keys = List.copyOf(keys);
      options = List.copyOf(options);
    }
  }

  /// `CREATE CHANNEL [IF NOT EXISTS] name [WITH (options)]`.
  record CreateChannel(boolean ifNotExists, ChannelRef name, List<OptionSetting> options,
      Span span) implements Statement {
    public CreateChannel {
      options = List.copyOf(options);
    }
  }

  /// `DROP CHANNEL|TABLE [IF EXISTS] name`.
  record DropChannel(boolean ifExists, ChannelRef name, Span span) implements Statement {
  }

  /// `SHOW CHANNELS|TABLES [LIKE pattern]`.
  ///
  /// @param like the pattern, null for all
  record ShowChannels(@Nullable String like, Span span) implements Statement {
  }

  /// `SHOW CHANNEL STATUS [LIKE pattern]`.
  ///
  /// @param like the pattern, null for all
  record ShowChannelStatus(@Nullable String like, Span span) implements Statement {
  }

  /// `SHOW STATUS`.
  record ShowStatus(Span span) implements Statement {
  }

  /// `DESCRIBE name` or `DESC name`.
  record Describe(ChannelRef name, Span span) implements Statement {
  }

  /// `EXPLAIN [ANALYZE] [FORMAT TEXT|JSON] query`.
  record Explain(boolean analyze, ExplainFormat format, Query query, Span span) implements Statement {
  }

  /// What EXPLAIN prints.
  enum ExplainFormat {
    TEXT, JSON
  }

  /// `SET name = value` or `SET name TO value`.
  ///
  /// @param value a literal, as in [OptionSetting]; null for `SET name = DEFAULT`
  record SetOption(Identifier name, @Nullable Expression value, Span span) implements Statement {
  }

  /// A statement that SQL has and a store of events refuses, or one that the grammar knows and nothing runs yet. Only
  /// its verb is read.
  record Unsupported(Verb verb, Span span) implements Statement {
  }

  /// The verbs of [Unsupported].
  enum Verb {
    UPDATE(true), DELETE(true), MERGE(true), TRUNCATE(true), ALTER(false), TRIM(false), SUBSCRIBE(false), WATCH(false);

    private final boolean rewritesHistory;

    Verb(boolean rewritesHistory) {
      this.rewritesHistory = rewritesHistory;
    }

    /// True when the reason is that channels are append-only.
    public boolean rewritesHistory() {
      return rewritesHistory;
    }
  }
}
