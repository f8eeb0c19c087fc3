// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// A store of one log, forced and closed cleanly, that is always the same: what damage is done to.
///
/// @param image its folder
/// @param payloads its events
public record SmallStore(DiskImage image, List<byte[]> payloads) {
  public static final Path FOLDER = Path.of("/store");
  public static final int SEGMENT_BYTES = 64 << 10;
  public static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(SEGMENT_BYTES).withFrontBlocks(4);
  /// Bytes before the first frame of a segment.
  public static final int SEGMENT_HEADER_BYTES = 8192;

  /// @param events how many, a few of them in batches
  public static SmallStore of(int events, int payloadBytesMax) throws IOException {
    Disk disk = SimDisk.seeded(1).writeBackByItself(false);
    var random = new SplittableRandom(20_261_120);
    var payloads = new ArrayList<byte[]>();
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock())) {
      Log log = store.create("golden", new LogOptions(SEGMENT_BYTES));
      while (payloads.size() < events) {
        var batch = new FrameBatch();
        int together = random.nextInt(5) == 0 ? 3 : 1;
        for (int i = 0; i < together; i++) {
          var payload = new byte[1 + random.nextInt(payloadBytesMax)];
          random.nextBytes(payload);
          payloads.add(payload);
          batch.add(PayloadCodec.BYTES, new byte[0], payload, 0, payload.length);
        }
        log.append(batch, Log.ANY_SEQ, Ack.DISK);
      }
    }
    return new SmallStore(DiskImage.of(disk, FOLDER), payloads);
  }

  /// Segment files, oldest first.
  public List<Path> segments() {
    return image.files().keySet().stream().filter(path -> path.toString().endsWith(".seg")).toList();
  }

  /// One past the last byte of a file that is not zero.
  public int usedBytes(Path file) {
    byte[] content = java.util.Objects.requireNonNull(image.files().get(file));
    int end = content.length;
    while (end > 0 && content[end - 1] == 0) end--;
    return end;
  }

  /// Reads everything; throws what the store throws.
  ///
  /// @return the payloads
  public static List<byte[]> read(Store store) {
    var found = new ArrayList<byte[]>();
    for (Log log : store.logs()) {
      var block = new FrameBlock();
      try (var reader = log.reader(0, log.tip().seq() + 1)) {
        while (reader.next(block)) {
          for (int i = 0; i < block.count(); i++) {
            int at = block.payloadOffset(i);
            found.add(java.util.Arrays.copyOfRange(block.bytes(), at, at + block.payloadLength(i)));
          }
        }
      }
    }
    return found;
  }
}
