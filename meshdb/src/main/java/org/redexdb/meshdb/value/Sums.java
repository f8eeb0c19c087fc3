// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Exact sums of numbers of all kinds, one per group, in parallel arrays. Order, batches and threads cannot change a
/// result, because nothing is rounded before [#sum].
///
/// A sum of doubles is kept as two doubles that are exactly it; what they cannot hold goes to a [DoubleAccumulator] that
/// the group then gets. A sum of whole numbers is a long, and a BigInteger beyond.
///
/// Confined to one thread.
public final class Sums {
  /// Below it neither a sum of 2^60 values nor an error term overflows.
  private static final double PLAIN_MAX = 0x1p960;
  private static final int BYTES_PER_GROUP = 8 + 8 + 8 + 8 + 1;

  private static final int BYTES_PER_REFERENCE = 8;
  /// A number of any size with its header, and what it grows by in adding.
  private static final int BYTES_PER_BIG_NUMBER = 128;

  private int groups;
  private long grownBytes;
  private long[] whole = new long[64];
  private double[] high = new double[64];
  private double[] low = new double[64];
  private long[] count = new long[64];
  /// Whether a DOUBLE was added: the sum is then a DOUBLE.
  private boolean[] inexact = new boolean[64];
  private @Nullable BigInteger @Nullable [] beyondLong;
  private @Nullable BigDecimal @Nullable [] decimal;
  private @Nullable DoubleAccumulator @Nullable [] spilled;

  public Sums() {}

  /// Makes room for groups `[0, groups)`.
  ///
  /// @return bytes the arrays that every group has a place in grew by; for the others see [#takeGrownBytes]
  public long groups(int newGroups) {
    groups = newGroups;
    if (newGroups <= whole.length) return 0;
    int before = whole.length;
    int size = Math.max(newGroups, before * 2);
    whole = Arrays.copyOf(whole, size);
    high = Arrays.copyOf(high, size);
    low = Arrays.copyOf(low, size);
    count = Arrays.copyOf(count, size);
    inexact = Arrays.copyOf(inexact, size);
    long references = 0;
    if (beyondLong != null) {
      beyondLong = Arrays.copyOf(beyondLong, size);
      references++;
    }
    if (decimal != null) {
      decimal = Arrays.copyOf(decimal, size);
      references++;
    }
    if (spilled != null) {
      spilled = Arrays.copyOf(spilled, size);
      references++;
    }
    grownBytes += references * (size - before) * BYTES_PER_REFERENCE;
    return (long) (size - before) * BYTES_PER_GROUP;
  }

  /// Bytes that what groups got beyond their share of the arrays takes, since the last call: numbers beyond a long,
  /// decimals, exact sums of doubles.
  public long takeGrownBytes() {
    long grown = grownBytes;
    grownBytes = 0;
    return grown;
  }

  private void grewReferences() { grownBytes += (long) whole.length * BYTES_PER_REFERENCE; }

  public void add(int group, long value) {
    count[group]++;
    addWhole(group, value);
  }

  private void addWhole(int group, long value) {
    long before = whole[group];
    long sum = before + value;
    if (((before ^ sum) & (value ^ sum)) < 0) {
      carry(group, before);
      sum = value;
    }
    whole[group] = sum;
  }

  private void carry(int group, long value) {
    @Nullable
    BigInteger[] carried = beyondLong;
    if (carried == null) {
      beyondLong = carried = new @Nullable BigInteger[whole.length];
      grewReferences();
    }
    BigInteger old = carried[group];
    if (old == null) grownBytes += BYTES_PER_BIG_NUMBER;
    carried[group] = old == null ? BigInteger.valueOf(value) : old.add(BigInteger.valueOf(value));
  }

  public void add(int group, double value) {
    count[group]++;
    inexact[group] = true;
    if (!(Math.abs(value) < PLAIN_MAX)) {
      spill(group, value);
      return;
    }
    // Two-sum, twice: high + low stays the exact sum unless the second error is not zero.
    double sum = high[group];
    double newSum = sum + value;
    double part = newSum - sum;
    double error = (sum - (newSum - part)) + (value - part);
    high[group] = newSum;
    double rest = low[group];
    double newRest = rest + error;
    part = newRest - rest;
    double lost = (rest - (newRest - part)) + (error - part);
    low[group] = newRest;
    if (lost != 0) spill(group, lost);
  }

  private void spill(int group, double value) {
    @Nullable
    DoubleAccumulator[] all = spilled;
    if (all == null) {
      spilled = all = new @Nullable DoubleAccumulator[whole.length];
      grewReferences();
    }
    DoubleAccumulator accumulator = all[group];
    if (accumulator == null) {
      all[group] = accumulator = new DoubleAccumulator();
      grownBytes += DoubleAccumulator.HEAP_BYTES;
    }
    accumulator.add(value);
  }

  public void add(int group, BigDecimal value) {
    count[group]++;
    @Nullable
    BigDecimal[] all = decimal;
    if (all == null) {
      decimal = all = new @Nullable BigDecimal[whole.length];
      grewReferences();
    }
    BigDecimal old = all[group];
    if (old == null) grownBytes += BYTES_PER_BIG_NUMBER;
    all[group] = old == null ? value : old.add(value);
  }

  /// Adds a boxed number.
  ///
  /// @throws org.redexdb.meshdb.api.SqlException.Data 22018 when it is none
  public void add(int group, Object value) {
    switch (value) {
      case Long x -> add(group, x.longValue());
      case Double x -> add(group, x.doubleValue());
      case BigDecimal x -> add(group, x);
      default -> throw Arithmetic.isHugeNumber(value) ? BadValue.outOfRange("DOUBLE") : BadValue.notSummed(value);
    }
  }

  /// Adds whole numbers to group 0.
  ///
  /// @param rows indexes of the values to add, or null for `[0, values)`
  public void addAll(long[] from, int @Nullable [] rows, int values) {
    long sum = 0;
    long overflow = 0;
    for (int k = 0; k < values; k++) {
      long value = from[rows == null ? k : rows[k]];
      long next = sum + value;
      overflow |= (sum ^ next) & (value ^ next);
      sum = next;
    }
    if (overflow < 0) for (int k = 0; k < values; k++) addWhole(0, from[rows == null ? k : rows[k]]);
    else
      addWhole(0, sum);
    count[0] += values;
  }

  public int groups() { return groups; }

  public long count(int group) { return count[group]; }

  /// DECIMAL when all values were whole or decimal, DOUBLE otherwise, null over no values.
  ///
  /// @throws org.redexdb.meshdb.api.SqlException.Data 22003 beyond 38 digits or the range of double
  public @Nullable Object sum(int group) {
    if (count[group] == 0) return null;
    return inexact[group] ? (Object) Arithmetic.finite(asDouble(group)) : Arithmetic.fit(exactPart(group));
  }

  /// The rounded sum divided by the count, null over no values.
  public @Nullable Double average(int group) {
    if (count[group] == 0) return null;
    double sum = inexact[group] ? asDouble(group) : exactPart(group).doubleValue();
    return Arithmetic.finite(sum / count[group]);
  }

  private BigDecimal exactPart(int group) {
    BigDecimal sum = BigDecimal.valueOf(whole[group]);
    if (beyondLong != null) {
      BigInteger carried = beyondLong[group];
      if (carried != null) sum = sum.add(new BigDecimal(carried));
    }
    if (decimal != null) {
      BigDecimal decimals = decimal[group];
      if (decimals != null) sum = sum.add(decimals);
    }
    return sum;
  }

  private double asDouble(int group) {
    DoubleAccumulator beyond = spilled == null ? null : spilled[group];
    BigDecimal exact = exactPart(group);
    if (beyond == null && exact.signum() == 0) return high[group] + low[group];
    var total = new DoubleAccumulator();
    if (beyond != null) total.add(beyond);
    total.add(high[group]);
    total.add(low[group]);
    if (total.special() || exact.signum() == 0) return total.rounded();
    return total.exact().add(exact).doubleValue();
  }
}
