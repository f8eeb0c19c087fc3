// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;
import org.redexdb.meshdb.plan.ScanColumn;

/// Drops the columns that nobody reads, from the top down to the scans.
final class PruneColumns {
  /// @param places new number of each old column, -1 for those gone
  private record Pruned(Plan plan, int[] places) {
    Rex move(Rex rex) {
      return RexTree.replaceRefs(rex, ref -> new Rex.Ref(places[ref.column()], ref.type()));
    }

    @Nullable
    Rex moveOrNull(@Nullable Rex rex) { return rex == null ? null : move(rex); }

    List<Rex> move(List<Rex> rexes) { return rexes.stream().map(this::move).toList(); }
  }

  private PruneColumns() {}

  /// The plan with the same columns from inputs that have fewer.
  static Plan of(Plan plan) {
    var all = all(plan);
    return prune(plan, all).plan();
  }

  private static BitSet all(Plan plan) {
    var all = new BitSet();
    all.set(0, plan.types().size());
    return all;
  }

  private static Pruned prune(Plan plan, BitSet needed) {
    return switch (plan) {
      case Plan.Scan scan -> scan(scan, needed);
      case Plan.Values values -> new Pruned(values, identity(values.types().size()));
      case Plan.Filter filter -> {
        var input = prune(filter.input(), with(needed, filter.predicate()));
        yield new Pruned(new Plan.Filter(input.plan(), input.move(filter.predicate())), input.places());
      }
      case Plan.Project project -> project(project, needed);
      case Plan.Aggregate aggregate -> aggregate(aggregate, needed);
      case Plan.Sort sort -> {
        var input = prune(sort.input(), with(needed, sort.keys().stream().map(Plan.Sort.Key::value).toList()));
        var keys = sort.keys().stream()
            .map(key -> new Plan.Sort.Key(input.move(key.value()), key.descending(), key.nullsFirst())).toList();
        yield new Pruned(new Plan.Sort(input.plan(), keys, sort.limit(), sort.offset()), input.places());
      }
      case Plan.Limit limit -> {
        var input = prune(limit.input(), needed);
        yield new Pruned(new Plan.Limit(input.plan(), limit.limit(), limit.offset()), input.places());
      }
      case Plan.Distinct distinct -> {
        var input = prune(distinct.input(), all(distinct.input()));
        yield new Pruned(new Plan.Distinct(input.plan()), input.places());
      }
      case Plan.Join join -> join(join, needed);
    };
  }

  private static Pruned scan(Plan.Scan scan, BitSet needed) {
    var kept = with(needed, scan.predicate() == null ? List.of() : List.of(scan.predicate()));
    int[] places = places(scan.columns().size(), kept);
    var columns = new ArrayList<ScanColumn>();
    kept.stream().forEach(column -> columns.add(scan.columns().get(column)));
    var moved = new Pruned(scan, places);
    return new Pruned(new Plan.Scan(scan.channel(), scan.travel(), columns, moved.moveOrNull(scan.predicate()),
        scan.limit()), places);
  }

  private static Pruned project(Plan.Project project, BitSet needed) {
    var kept = new ArrayList<Rex>();
    needed.stream().forEach(column -> kept.add(project.expressions().get(column)));
    var input = prune(project.input(), with(new BitSet(), kept));
    return new Pruned(new Plan.Project(input.plan(), input.move(kept)),
        places(project.expressions().size(), needed));
  }

  /// Keys stay, because they make the groups.
  private static Pruned aggregate(Plan.Aggregate aggregate, BitSet needed) {
    int keys = aggregate.keys().size();
    var kept = new BitSet();
    kept.set(0, keys);
    kept.or(needed);
    var calls = new ArrayList<Plan.AggregateCall>();
    var read = new ArrayList<>(aggregate.keys());
    for (int i = 0; i < aggregate.calls().size(); i++) {
      var call = aggregate.calls().get(i);
      if (!kept.get(keys + i)) continue;
      calls.add(call);
      if (call.argument() != null) read.add(call.argument());
      if (call.filter() != null) read.add(call.filter());
    }
    var input = prune(aggregate.input(), with(new BitSet(), read));
    var moved = calls.stream().map(call -> new Plan.AggregateCall(call.function(), input.moveOrNull(call.argument()),
        call.distinct(), input.moveOrNull(call.filter()), call.type(), call.place())).toList();
    return new Pruned(new Plan.Aggregate(input.plan(), input.move(aggregate.keys()), moved),
        places(aggregate.types().size(), kept));
  }

  private static Pruned join(Plan.Join join, BitSet needed) {
    int width = join.left().types().size();
    var read = with(needed, join.residual() == null ? List.of() : List.of(join.residual()));
    var leftNeeded = with(read.get(0, width), join.leftKeys());
    var rightNeeded = with(read.get(width, Math.max(width, read.length())), join.rightKeys());
    var left = prune(join.left(), leftNeeded);
    var right = prune(join.right(), rightNeeded);
    int newWidth = left.plan().types().size();
    int[] places = Arrays.copyOf(left.places(), width + right.places().length);
    for (int i = 0; i < right.places().length; i++)
      places[width + i] = right.places()[i] < 0 ? -1 : newWidth + right.places()[i];
    var both = new Pruned(join, places);
    return new Pruned(new Plan.Join(left.plan(), right.plan(), left.move(join.leftKeys()),
        right.move(join.rightKeys()), both.moveOrNull(join.residual())), places);
  }

  private static BitSet with(BitSet needed, Rex rex) { return with(needed, List.of(rex)); }

  private static BitSet with(BitSet needed, List<Rex> rexes) {
    var more = (BitSet) needed.clone();
    for (Rex rex : rexes) more.or(RexTree.columns(rex));
    return more;
  }

  private static int[] places(int width, BitSet kept) {
    int[] places = new int[width];
    int next = 0;
    for (int i = 0; i < width; i++) places[i] = kept.get(i) ? next++ : -1;
    return places;
  }

  private static int[] identity(int width) {
    int[] places = new int[width];
    Arrays.setAll(places, i -> i);
    return places;
  }
}
