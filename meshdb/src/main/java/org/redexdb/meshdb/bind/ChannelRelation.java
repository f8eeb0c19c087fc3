// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Identifier;
import org.redexdb.grammar.tree.Path;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.PathStep;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.ScanColumn;
import org.redexdb.meshdb.plan.Travel;
import org.redexdb.meshdb.schema.TableColumn;
import org.redexdb.meshdb.schema.TableSchema;
import org.redexdb.redex.api.Channel;
import org.redexdb.storage.api.PayloadCodec;

/// A channel as a source: intrinsic columns, declared ones, and whatever is in the payloads.
///
/// Bare names are tried in this order: intrinsic, declared, short alias, known field of the payload.
final class ChannelRelation implements Relation {
  private final String alias;
  private final Channel channel;
  private final Travel travel;
  private final long latest;
  private final @Nullable TableSchema schema;
  private final FieldSource fields;
  private final Problems problems;
  private final List<ScanColumn> scanned = new ArrayList<>();
  private final List<SourceColumn> columns = new ArrayList<>();
  private boolean fieldsAsked;

  /// @param latest number of events from the end, -1 for all
  ChannelRelation(String alias, Channel channel, Travel travel, long latest, @Nullable TableSchema schema,
      FieldSource fields,
      Problems problems) {
    this.alias = alias;
    this.channel = channel;
    this.travel = travel;
    this.latest = latest;
    this.schema = schema;
    this.fields = fields;
    this.problems = problems;
  }

  /// What must not have changed for the binding to hold.
  Dependency dependency() {
    return new Dependency(channel, channel.attribute(TableSchema.ATTRIBUTE).orElse(null),
        fieldsAsked ? fields.state(channel) : null);
  }

  String channelName() { return channel.name(); }

  @Override
  public String alias() { return alias; }

  @Override
  public @Nullable Resolved resolve(Identifier name, List<Path.Step> steps) {
    var intrinsic = IntrinsicColumns.byName(name.folded());
    if (intrinsic == ScanColumn.Intrinsic.Kind.PAYLOAD && !steps.isEmpty()) return field(PathSteps.of(steps));
    if (intrinsic != null) return new Resolved(intrinsic(intrinsic), steps);
    if (schema != null) {
      var declared = NameMatch.of(name, schema.names());
      if (declared.several()) throw ambiguous(name, declared, schema.names());
      if (!declared.none()) return new Resolved(declared(schema.columns().get(declared.first())), steps);
    }
    var shortAlias = IntrinsicColumns.byShortAlias(name);
    if (shortAlias != null) return new Resolved(intrinsic(shortAlias), steps);
    String known = knownField(name);
    return known == null ? null : field(PathSteps.of(known, steps));
  }

  @Override
  public @Nullable Resolved resolveHas(Identifier name, List<Path.Step> steps) {
    var path = payloadPath(name, steps);
    if (path == null) return null;
    return new Resolved(intern(new ScanColumn.Has(path),
        SourceColumn.computed("has", SqlType.BOOLEAN, false, true)), List.of());
  }

  private @Nullable List<PathStep> payloadPath(Identifier name, List<Path.Step> steps) {
    var intrinsic = IntrinsicColumns.byName(name.folded());
    if (intrinsic == ScanColumn.Intrinsic.Kind.PAYLOAD && !steps.isEmpty()) return PathSteps.of(steps);
    if (intrinsic != null) throw noPath(name);
    if (schema != null) {
      var declared = NameMatch.of(name, schema.names());
      if (!declared.none()) return PathSteps.of(schema.names().get(declared.first()), steps);
    }
    if (IntrinsicColumns.byShortAlias(name) != null) throw noPath(name);
    String known = knownField(name);
    return known == null ? null : PathSteps.of(known, steps);
  }

  private RuntimeException noPath(Identifier name) {
    return problems.invalid("42809", "HAS asks for a path of the payload, such as payload." + name.text(), name.span());
  }

  private @Nullable String knownField(Identifier name) {
    if (schema != null && !schema.extraAllowed()) return null;
    var known = knownFields();
    var match = NameMatch.of(name, known);
    if (match.several()) throw ambiguous(name, match, known);
    return match.none() ? null : known.get(match.first());
  }

  private List<String> knownFields() {
    if (!json()) return List.of();
    fieldsAsked = true;
    return fields.fields(channel);
  }

  private boolean json() { return channel.options().codec() == PayloadCodec.JSON; }

  private RuntimeException ambiguous(Identifier name, NameMatch match, List<String> names) {
    var candidates = match.indexes().stream().map(i -> "payload." + names.get(i)).toList();
    return problems.invalid("42702", "\"" + name.text() + "\" is ambiguous in " + channel.name() + ": it may mean "
        + String.join(" or ", candidates), name.span());
  }

  private Resolved field(List<PathStep> path) {
    fieldsAsked |= json();
    SqlType type = json() ? fields.type(channel, path) : SqlType.ANY;
    String text = PathSteps.text(path);
    String label = path.reversed().stream().filter(PathStep.Key.class::isInstance).findFirst()
        .map(step -> ((PathStep.Key) step).name()).orElse("payload");
    return new Resolved(intern(new ScanColumn.Field(path, type),
        new SourceColumn(label, type, true, false, channel.name(), text)), List.of());
  }

  private int declared(TableColumn column) {
    return intern(new ScanColumn.Declared(column.name(), column.type()),
        new SourceColumn(column.name(), column.type(), !column.notNull(), true, channel.name(), column.name()));
  }

  private int intrinsic(ScanColumn.Intrinsic.Kind kind) {
    String name = IntrinsicColumns.name(kind);
    SqlType type = kind == ScanColumn.Intrinsic.Kind.PAYLOAD ? payloadType() : kind.type();
    return intern(new ScanColumn.Intrinsic(kind),
        new SourceColumn(name, type, IntrinsicColumns.nullable(kind), true, channel.name(), name));
  }

  private SqlType payloadType() {
    return switch (channel.options().codec()) {
      case JSON -> SqlType.JSON;
      case TEXT -> SqlType.VARCHAR;
      case BYTES, CORTEX -> SqlType.VARBINARY;
    };
  }

  private int intern(ScanColumn scan, SourceColumn column) {
    int known = scanned.indexOf(scan);
    if (known >= 0) return known;
    scanned.add(scan);
    columns.add(column);
    return scanned.size() - 1;
  }

  /// A field that a bare name cannot reach is labelled with the way to it.
  @Override
  public List<Labelled> star() {
    var all = new ArrayList<Labelled>();
    if (schema != null) {
      for (var column : schema.columns()) all.add(new Labelled(declared(column), column.name()));
      return all;
    }
    all.add(new Labelled(intrinsic(ScanColumn.Intrinsic.Kind.SEQ), "seq"));
    all.add(new Labelled(intrinsic(ScanColumn.Intrinsic.Kind.TS), "ts"));
    if (!json()) all.add(new Labelled(intrinsic(ScanColumn.Intrinsic.Kind.PAYLOAD), "payload"));
    for (String name : knownFields()) {
      int field = field(List.of(new PathStep.Key(name))).column();
      all.add(new Labelled(field, IntrinsicColumns.hidesField(name) ? "payload." + name : name));
    }
    return all;
  }

  @Override
  public List<String> names() {
    var names = new ArrayList<String>();
    if (schema != null) names.addAll(schema.names());
    if (schema == null || schema.extraAllowed()) names.addAll(knownFields());
    for (var kind : IntrinsicColumns.all()) names.add(IntrinsicColumns.name(kind));
    names.addAll(List.of("seq", "ts", "channel"));
    return names;
  }

  @Override
  public SourceColumn column(int index) { return columns.get(index); }

  /// The latest events are those with the greatest seqs, in order of seq again.
  @Override
  public Plan build() {
    if (latest < 0) return new Plan.Scan(channel, travel, scanned, null, -1);
    var seq = new Rex.Ref(intrinsic(ScanColumn.Intrinsic.Kind.SEQ), SqlType.BIGINT);
    var last = new Plan.Sort(new Plan.Scan(channel, travel, scanned, null, -1),
        List.of(new Plan.Sort.Key(seq, true, false)), latest, 0);
    return new Plan.Sort(last, List.of(new Plan.Sort.Key(seq, false, false)), -1, 0);
  }
}
