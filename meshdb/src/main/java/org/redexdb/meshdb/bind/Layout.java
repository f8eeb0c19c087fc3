// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;

/// Where the columns of each relation end up once all of them are known, and the plan of the FROM.
final class Layout {
  private final List<Plan> plans = new ArrayList<>();
  private final int[] offsets;

  Layout(List<Relation> relations) {
    offsets = new int[relations.size()];
    int width = 0;
    for (int i = 0; i < relations.size(); i++) {
      offsets[i] = width;
      var plan = relations.get(i).build();
      plans.add(plan);
      width += plan.types().size();
    }
  }

  /// The expression over the columns of the whole FROM.
  Rex place(Rex rex) { return placeFrom(0, rex); }

  @Nullable
  Rex placeOrNull(@Nullable Rex rex) { return rex == null ? null : place(rex); }

  private Rex placeFrom(int offset, Rex rex) {
    return RexTree.replaceRefs(rex,
        ref -> new Rex.Ref(offsets[Slots.relation(ref)] + Slots.column(ref) - offset, ref.type()));
  }

  Plan plan(JoinTree tree) {
    return switch (tree) {
      case JoinTree.Leaf(int relation) -> plans.get(relation);
      case JoinTree.Pair(var left, var right, var on) -> new Plan.Join(plan(left), plan(right), List.of(), List.of(),
          on == null ? null : placeFrom(offsets[tree.first()], on));
    };
  }
}
