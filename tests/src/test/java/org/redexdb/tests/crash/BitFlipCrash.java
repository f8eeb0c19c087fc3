// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.ClosedStore;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.storage.api.VerifyReport;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;

/// One bit of a closed store flipped, anywhere: it is named, or every event is what it was. Never a wrong payload, never a
/// channel that is shorter than what was acknowledged, without an error.
class BitFlipCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final int EVENTS = 150;
  private static final int FLIPS = Integer.getInteger("redex.seeds", 100);
  private static final long FIRST = Long.getLong("redex.firstSeed", 1);

  /// Bytes of one kind in one file.
  private record Part(Path file, int from, int to) {}

  private static Redex open(SimDisk disk, Mode mode, long seed) {
    var environment = new StoreEnvironment(disk, new SimClock(), new SplittableRandom(seed),
        StoreEnvironment.Work.CALLER);
    return Redex.open(environment, FOLDER, OPTIONS.withMode(mode), PayloadChecks.NONE);
  }

  private static byte[] payload(int i) {
    var payload = new byte[700 + i];
    new SplittableRandom(i).nextBytes(payload);
    return payload;
  }

  private static DiskImage store() throws IOException {
    SimDisk disk = SimDisk.seeded(1).writeBackByItself(false);
    try (Redex redex = open(disk, Mode.CREATE_OR_WRITE, 1)) {
      Channel channel = redex.createChannel("flights", new ChannelOptions(PayloadCodec.BYTES, Level.DISK, 64 << 10));
      redex.createChannel("empty", ChannelOptions.DEFAULTS);
      for (int i = 0; i < EVENTS; i++) channel.append(Event.of(payload(i)).withKey("k" + i % 9));
    }
    return DiskImage.of(disk, FOLDER);
  }

  private static Map<String, List<Part>> parts(DiskImage image) {
    var parts = new LinkedHashMap<String, List<Part>>();
    List<Path> segments = image.files().keySet().stream()
        .filter(path -> path.toString().contains("flights") && path.toString().endsWith(".seg")).toList();
    assertThat(segments).hasSizeGreaterThan(2);
    for (var file : image.files().entrySet()) {
      String name = file.getKey().toString();
      int used = used(file.getValue());
      if (segments.contains(file.getKey())) {
        boolean last = file.getKey().equals(segments.getLast());
        add(parts, "identity", file.getKey(), 0, 4096);
        add(parts, "marks", file.getKey(), 4096, 4096 + 4 * 512);
        add(parts, last ? "active below the mark" : "sealed", file.getKey(), 8192, used - (last ? 0 : 240));
        if (last) add(parts, "behind the end", file.getKey(), used, file.getValue().length);
        else
          add(parts, "footer", file.getKey(), used - 240, used);
      } else if (name.endsWith(".idx")) {
        add(parts, "index", file.getKey(), 0, file.getValue().length);
      } else if (name.endsWith(".key")) {
        add(parts, "key", file.getKey(), 0, file.getValue().length);
      } else if (name.contains("0-catalog")) {
        add(parts, "catalog", file.getKey(), 0, used);
      } else if (name.endsWith("store.meta")) {
        add(parts, "store.meta", file.getKey(), 0, file.getValue().length);
      } else if (name.endsWith("redex.ctl")) {
        add(parts, "redex.ctl", file.getKey(), 0, 4096 + 8 * 64);
      }
    }
    return parts;
  }

  private static void add(Map<String, List<Part>> parts, String kind, Path file, int from, int to) {
    if (from < to) parts.computeIfAbsent(kind, _ -> new ArrayList<>()).add(new Part(file, from, to));
  }

  private static int used(byte[] content) {
    int end = content.length;
    while (end > 0 && content[end - 1] == 0) end--;
    return end;
  }

  @Test
  void aFlippedBitIsNamedOrHarmless() throws IOException {
    DiskImage whole = store();
    Map<String, List<Part>> parts = parts(whole);
    assertThat(parts).hasSize(11);
    List<String> kinds = List.copyOf(parts.keySet());
    var seen = new TreeMap<String, int[]>();
    var failures = new ArrayList<String>();
    for (long seed = FIRST; seed < FIRST + FLIPS; seed++) {
      String kind = kinds.get((int) (seed % kinds.size()));
      var random = new SplittableRandom(seed);
      List<Part> of = Objects.requireNonNull(parts.get(kind));
      Part part = of.get(random.nextInt(of.size()));
      int bit = random.nextInt(part.from() * 8, part.to() * 8);
      DiskImage image = whole.copy();
      byte[] content = Objects.requireNonNull(image.files().get(part.file()));
      content[bit / 8] ^= (byte) (1 << bit % 8);
      String where = "seed " + seed + ": bit " + bit % 8 + " of " + part.file() + "+" + bit / 8 + " (" + kind + ")";
      boolean named = isNamed(image, where, failures);
      for (Mode mode : List.of(Mode.READ_ONLY, Mode.WRITE_EXISTING)) named |= read(image, mode, where, failures);
      seen.computeIfAbsent(kind, _ -> new int[2])[named ? 0 : 1]++;
    }
    seen.forEach((kind, counts) -> System.out.println("BitFlipCrash " + kind + ": " + counts[0] + " named, " + counts[1]
        + " harmless"));
    assertThat(failures).isEmpty();
    // What holds events, or says what they are, is never passed over.
    for (String kind : List.of("identity", "active below the mark", "sealed", "footer"))
      assertThat(seen.getOrDefault(kind, new int[2])[1]).as("flips of %s that nobody named", kind).isZero();
  }

  /// Whether verification, which must change nothing, names it.
  private static boolean isNamed(DiskImage image, String where, List<String> failures) throws IOException {
    SimDisk disk = SimDisk.seeded(2).writeBackByItself(false);
    image.writeTo(disk, FOLDER);
    boolean named;
    try {
      VerifyReport report = ClosedStore.verify(new StoreEnvironment(disk, new SimClock(), new SplittableRandom(2),
          StoreEnvironment.Work.CALLER), FOLDER, Progress.NONE);
      named = !report.problems().isEmpty() || !report.derived().isEmpty() || !report.notes().isEmpty();
    } catch (StorageException e) {
      if (!e.where().known()) failures.add(where + ": verification does not say where: " + e.getMessage());
      named = true;
    }
    for (String difference : DiskImage.of(disk, FOLDER).differences(image))
      failures.add(where + ": verification changed " + difference);
    return named;
  }

  /// @return whether opening or reading named it
  private static boolean read(DiskImage image, Mode mode, String where, List<String> failures) throws IOException {
    SimDisk disk = SimDisk.seeded(2).writeBackByItself(false);
    image.writeTo(disk, FOLDER);
    try (Redex redex = open(disk, mode, 7)) {
      boolean named = !redex.recoveryNotes().isEmpty();
      Channel channel = redex.findChannel("flights").orElse(null);
      if (channel == null) {
        failures.add(where + ", " + mode + ": the channel is gone and nobody says so");
        return named;
      }
      named |= channel.status().log().fault() != null;
      try {
        all(channel.scan(SeqRange.ALL), where, failures, EVENTS);
      } catch (StorageException.Corrupt e) {
        named = true;
      }
      for (int key = 0; key < 9; key++) {
        int first = key;
        try {
          all(channel.scanKey("k" + key, SeqRange.ALL), where, failures, (EVENTS - first + 8) / 9);
        } catch (StorageException.Corrupt e) {
          named = true;
        }
      }
      return named;
    } catch (StorageException e) {
      if (!e.where().known())
        failures.add(where + ", " + mode + ": an error that does not say where: " + e.getMessage());
      return true;
    } catch (RuntimeException e) {
      failures.add(where + ", " + mode + ": not a named error: " + e);
      return true;
    }
  }

  private static void all(EventCursor cursor, String where, List<String> failures, int expected) {
    int count = 0;
    try (cursor) {
      for (StoredEvent event = cursor.next(); event != null; event = cursor.next()) {
        if (!Arrays.equals(event.payload(), payload((int) event.seq())))
          failures.add(where + ": a wrong payload at " + event.seq());
        count++;
      }
    }
    if (count != expected) failures.add(where + ": " + count + " events of " + expected + " and no error");
  }
}
