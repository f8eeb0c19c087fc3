// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redexdb.storage.Disks;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.checksum.KeyHash;
import org.redexdb.storage.runtime.CallerCrew;
import org.redexdb.storage.segment.Footer;
import org.redexdb.storage.segment.KeyIndex;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentIdentity;

/// Both forms of an index against lists of seqs.
class KeyIndexModel {
  private static final Path FOLDER = Path.of("/log");
  private static final Path FILE = FOLDER.resolve("00000000000000001000.key");
  private static final long BASE = 1000;
  private static final UUID SEGMENT = new UUID(3, 4);

  private final Disk disk = Disks.memory();
  private final TreeMap<Long, List<Long>> model = new TreeMap<>();

  private Segment segment(long lastSeq, UUID uuid, KeyHash hash) throws IOException {
    disk.createDirectory(FOLDER);
    var identity = new SegmentIdentity(uuid, uuid, uuid, 7, 0, 1 << 20, 0, 1 << 20, "orders");
    var footer = new Footer(lastSeq - BASE + 1, BASE, lastSeq, 0, 0, 0, true, false, 0, 1, 0);
    return Segment.sealed(new SegmentFiles(disk, new CallerCrew(), FOLDER, "orders", hash), identity, BASE, 8192,
        footer);
  }

  private Segment segment(long lastSeq) throws IOException { return segment(lastSeq, SEGMENT, KeyHash.XXH3); }

  /// @param events how many have a key
  /// @param hashes how many different ones at most
  private GrowingKeys fill(SplittableRandom random, int events, int hashes) {
    var growing = new GrowingKeys(BASE);
    var pool = random.longs(hashes).toArray();
    if (random.nextBoolean()) for (int i = 0; i < pool.length; i++) pool[i] = i - (long) (pool.length / 2); // a poor hash
    long seq = BASE;
    for (int i = 0; i < events; i++) {
      seq += random.nextInt(3);
      long hash = pool[random.nextInt(pool.length)];
      growing.add(seq, hash);
      model.computeIfAbsent(hash, _ -> new ArrayList<>()).add(seq);
      seq++;
    }
    growing.coveredTo(seq);
    return growing;
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1", "2, 1, 1", "3, 50, 3", "4, 50, 1000", "5, 3000, 1", "6, 3000, 40", "7, 20000, 20000",
      "8, 20000, 3000", "9, 60000, 500000", "10, 7, 7", "11, 8, 9", "12, 600, 16", "13, 600, 17"})
  void bothFormsTellTheSeqsOfEachHash(long seed, int events, int hashes) throws IOException {
    var random = new SplittableRandom(seed);
    GrowingKeys growing = fill(random, events, hashes);
    Segment segment = segment(growing.next() - 1);
    KeyFile.write(segment, KeyFile.encode(growing, segment, segment.arena()));
    StoredKeys stored = Objects.requireNonNull(KeyFile.open(segment));
    for (KeyIndex index : List.of(growing, stored)) {
      for (Map.Entry<Long, List<Long>> entry : model.entrySet())
        if (model.size() < 200 || random.nextInt(50) == 0) check(index, random, entry.getKey(), entry.getValue());
      for (int i = 0; i < 2000; i++) {
        long hash = random.nextLong();
        check(index, random, hash, model.getOrDefault(hash, List.of()));
      }
    }
    segment.retire();
  }

  private static void check(KeyIndex index, SplittableRandom random, long hash, List<Long> seqs) {
    var into = new long[1 + random.nextInt(20)];
    long bound = seqs.isEmpty() ? BASE : seqs.get(random.nextInt(seqs.size())) + random.nextInt(3) - 1;
    long[] from = seqs.stream().mapToLong(x -> x).filter(seq -> seq >= bound).limit(into.length).toArray();
    assertThat(index.from(hash, bound, into)).as("count from %d", bound).isEqualTo(from.length);
    assertThat(Arrays.copyOf(into, from.length)).isEqualTo(from);
    long[] before = seqs.reversed().stream().mapToLong(x -> x).filter(seq -> seq < bound).limit(into.length).toArray();
    assertThat(index.before(hash, bound, into)).as("count before %d", bound).isEqualTo(before.length);
    assertThat(Arrays.copyOf(into, before.length)).isEqualTo(before);
  }

  @Test
  void aPageThatIsNotWhatWasWrittenIsNoticedWhenItIsNeeded() throws IOException {
    var random = new SplittableRandom(21);
    GrowingKeys growing = fill(random, 4000, 1500);
    Segment segment = segment(growing.next() - 1);
    KeyFile.write(segment, KeyFile.encode(growing, segment, segment.arena()));
    byte[] whole = content();
    int noticed = 0;
    for (int round = 0; round < 300; round++) {
      byte[] damaged = whole.clone();
      damaged[KeyLayout.HEADER_BYTES + random.nextInt(whole.length - KeyLayout.HEADER_BYTES)] ^= 0x10;
      replace(damaged);
      StoredKeys stored = KeyFile.open(segment);
      if (stored == null) {
        noticed++;
        continue;
      }
      boolean met = false;
      var into = new long[5000];
      for (Map.Entry<Long, List<Long>> entry : model.entrySet()) {
        int found = stored.from(entry.getKey(), 0, into);
        if (found == KeyIndex.DAMAGED) met = true;
        else
          assertThat(Arrays.stream(into, 0, found).boxed().toList()).isEqualTo(entry.getValue());
      }
      if (met) noticed++;
    }
    assertThat(noticed).as("damages noticed when every key is asked for").isEqualTo(300);
    segment.retire();
  }

  @Test
  void aFileOfAnotherSegmentRangeHashOrVersionIsIgnored() throws IOException {
    GrowingKeys growing = fill(new SplittableRandom(5), 10, 3);
    long last = growing.next() - 1;
    Segment segment = segment(last);
    KeyFile.write(segment, KeyFile.encode(growing, segment, segment.arena()));
    assertThat(KeyFile.open(segment)).isNotNull();
    for (Segment other : List.of(segment(last + 1), segment(last, new UUID(3, 5), KeyHash.XXH3),
        segment(last, SEGMENT, (bytes, offset, length) -> length))) {
      assertThat(KeyFile.open(other)).isNull();
      other.retire();
    }
    byte[] whole = content();
    for (int at = 0; at < KeyLayout.HEADER_BYTES; at++) {
      byte[] damaged = whole.clone();
      damaged[at]++;
      replace(damaged);
      assertThat(KeyFile.open(segment)).as("byte %d of the header", at).isNull();
    }
    replace(Arrays.copyOf(whole, whole.length - 1));
    assertThat(KeyFile.open(segment)).as("a file that ends early").isNull();
    replace(new byte[0]);
    assertThat(KeyFile.open(segment)).as("an empty file").isNull();
    disk.delete(FILE);
    assertThat(KeyFile.open(segment)).as("no file").isNull();
    segment.retire();
  }

  private byte[] content() throws IOException {
    var content = new byte[(int) disk.size(FILE)];
    try (DiskFile file = disk.open(FILE, Disk.Access.READ)) {
      file.read(0, content, 0, content.length);
    }
    return content;
  }

  private void replace(byte[] content) throws IOException {
    disk.delete(FILE);
    try (DiskFile file = disk.open(FILE, Disk.Access.CREATE)) {
      file.growTo(content.length);
      file.write(0, content, 0, content.length);
    }
  }
}
