// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.field;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.json.JsonKind;
import org.redexdb.meshdb.json.JsonNumbers;
import org.redexdb.meshdb.json.JsonScanner;
import org.redexdb.meshdb.plan.PathStep;
import org.redexdb.meshdb.plan.ScanColumn;
import org.redexdb.meshdb.scan.ChannelScan;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What reading a JSON event costs: prints nanoseconds of processor time per event, the median and the span of fifteen passes over a million events of
/// 131 bytes. Run by hand.
public final class ScanMeasurement {
  private static final int EVENTS = 1_000_000;
  private static final int HEADER = 40;
  private static final int PASSES = 15;

  private final byte[] log;
  private final int[] at = new int[EVENTS + 1];

  private ScanMeasurement(int shapes) {
    var random = new Random(1);
    byte[] bytes = new byte[EVENTS * 200];
    int to = 0;
    String[] regions = {"eu-west", "eu-east", "us-west", "us-east", "ap-south", "ap-north", "sa-east", "af-south"};
    for (int i = 0; i < EVENTS; i++) {
      at[i] = to + HEADER;
      String head = shapes == 1 ? "" : "\"s" + random.nextInt(shapes) + "\": 1, ";
      String event = String.format(Locale.ROOT,
          "{%s\"device\": \"dev-%04d\", \"region\": \"%s\", \"temp\": %.2f, \"ok\": %b, "
              + "\"n\": %d, \"loc\": {\"lat\": %.6f, \"lon\": %.6f}}",
          head, random.nextInt(1_000), regions[random.nextInt(8)],
          random.nextInt(5_500) / 100.0 - 10, random.nextInt(10) > 0, random.nextInt(1_000_000_000),
          random.nextDouble() * 180 - 90, random.nextDouble() * 360 - 180);
      byte[] json = event.getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(json, 0, bytes, at[i], json.length);
      to = at[i] + json.length;
    }
    at[EVENTS] = to + HEADER;
    log = Arrays.copyOf(bytes, to + HEADER + 8);
  }

  private int end(int event) { return at[event + 1] - HEADER; }

  private FrameReader reader() {
    return new FrameReader() {
      private int next;

      @Override
      public boolean next(FrameBlock block) {
        if (next == EVENTS) return false;
        byte[] bytes = block.reset((256 << 10) + 256);
        int from = at[next];
        int used = 0;
        while (next < EVENTS && end(next) - from <= 256 << 10) {
          used = end(next) - from;
          block.add(next, next, 0, 1, 1, 0, at[next] - from, at[next] - from, used);
          next++;
        }
        System.arraycopy(log, from, bytes, 0, used);
        return true;
      }

      @Override
      public void close() {}
    };
  }

  private long scan(JsonScanner scanner, int paths) {
    long sum = 0;
    for (int i = 0; i < EVENTS; i++) {
      if (!scanner.scan(log, at[i], end(i))) throw new IllegalStateException("event " + i);
      for (int slot = 0; slot < paths; slot++)
        sum += JsonKind.isNumber(scanner.kind(slot))
            ? (long) (JsonNumbers.doubleValue(log, scanner.start(slot), scanner.end(slot)) * 1e6)
            : log[scanner.start(slot)];
    }
    return sum;
  }

  private long batches(ScanColumn... columns) {
    long rows = 0;
    try (var scan = new ChannelScan("g", reader(), List.of(columns), Long.MIN_VALUE, Long.MAX_VALUE, () -> {})) {
      for (Batch batch = scan.next(); batch != null; batch = scan.next()) rows += batch.rows();
    }
    return rows;
  }

  private long fields() {
    var tree = new FieldTree();
    var block = new FrameBlock();
    FrameReader reader = reader();
    while (reader.next(block))
      for (int i = 0; i < block.count(); i++)
        tree.add(block.bytes(), block.payloadOffset(i), block.payloadOffset(i) + block.payloadLength(i));
    return tree.fields.size();
  }

  /// For comparison: a streaming parser that looks at every token.
  private long jackson() {
    var factory = new JsonFactory();
    long sum = 0;
    for (int i = 0; i < EVENTS; i++) {
      try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), log, at[i], end(i) - at[i])) {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken())
          if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.currentName().equals("temp"))
            sum += (long) (parser.getDoubleValue() * 1e6);
      }
    }
    return sum;
  }

  private static void report(String what, LongSupplier pass) {
    double[] nanos = new double[PASSES];
    long result = 0;
    for (int i = -2; i < PASSES; i++) {
      long start = cpuNanos();
      result = pass.getAsLong();
      if (i >= 0) nanos[i] = (double) (cpuNanos() - start) / EVENTS;
    }
    Arrays.sort(nanos);
    System.out.printf(Locale.ROOT, "%-44s %6.1f ns/event (%.1f to %.1f, result %d)%n", what, nanos[PASSES / 2],
        nanos[0],
        nanos[PASSES - 1], result);
  }

  /// Time this thread was on a processor, as Linux counts it: others may be at work on the machine.
  private static long cpuNanos() {
    try {
      return Long.parseLong(Files.readString(Path.of("/proc/thread-self/schedstat")).split(" ")[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<PathStep> path(String... keys) {
    return Arrays.stream(keys).<PathStep>map(PathStep.Key::new).toList();
  }

  public static void main(String[] args) {
    var one = new ScanMeasurement(1);
    System.out.printf(Locale.ROOT, "%.1f bytes an event%n", one.at[EVENTS] / (double) EVENTS - HEADER);
    report("Jackson [temp]", one::jackson);
    List<List<List<PathStep>>> sets = List.of(List.of(path("device")), List.of(path("temp")),
        List.of(path("region"), path("temp")), List.of(path("region"), path("temp"), path("loc", "lon")));
    for (boolean remember : new boolean[]{false, true})
      for (List<List<PathStep>> paths : sets) {
        var scanner = new JsonScanner(paths, remember);
        report(
            (remember ? "shapes  " : "generic ")
                + paths.stream().map(p -> ((PathStep.Key) p.getLast()).name()).toList(),
            () -> one.scan(scanner, paths.size()));
      }
    ScanColumn device = new ScanColumn.Field(path("device"), SqlType.VARCHAR);
    ScanColumn temp = new ScanColumn.Field(path("temp"), SqlType.DOUBLE);
    ScanColumn region = new ScanColumn.Field(path("region"), SqlType.VARCHAR);
    ScanColumn lon = new ScanColumn.Field(path("loc", "lon"), SqlType.DOUBLE);
    report("batches [] with block copy", one::batches);
    report("batches [seq] with block copy", () -> one.batches(new ScanColumn.Intrinsic(ScanColumn.Intrinsic.Kind.SEQ)));
    report("batches [device]", () -> one.batches(device));
    report("batches [region, temp]", () -> one.batches(region, temp));
    report("batches [region, temp, lon]", () -> one.batches(region, temp, lon));
    report("known fields", one::fields);
    for (int shapes : new int[]{2, 4, 8}) {
      var several = new ScanMeasurement(shapes);
      report(shapes + " shapes at random, shapes", () -> several.scan(new JsonScanner(sets.get(1)), 1));
      report(shapes + " shapes at random, generic", () -> several.scan(new JsonScanner(sets.get(1), false), 1));
      report(shapes + " shapes at random, known fields", several::fields);
    }
  }
}
