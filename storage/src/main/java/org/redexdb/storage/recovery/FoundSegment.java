// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.front.FrontImage;
import org.redexdb.storage.once.OnceWindow;
import org.redexdb.storage.once.StoredWindow;
import org.redexdb.storage.segment.Footer;
import org.redexdb.storage.segment.FrameSearch;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.Mark;
import org.redexdb.storage.segment.SalvageSource;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentIdentity;

/// One segment file of a log that may be damaged: what its header says, and which events can be had of it.
final class FoundSegment implements AutoCloseable {
  final Path path;
  final long baseSeq;
  /// Null when it cannot be read.
  final @Nullable SegmentHead head;
  /// Why there is no header.
  final @Nullable StorageException damage;
  private final DiskFile file;
  /// Of another log.
  private final boolean foreign;
  /// Of the file alone; null until [#read], and when it has no salt to tell frames by.
  @Nullable
  FrameSearch search;
  FoundEvents events = FoundEvents.none();
  /// That the device did not give.
  long unreadableBytes;

  private FoundSegment(Path path, long baseSeq, DiskFile file, @Nullable SegmentHead head,
      @Nullable StorageException damage, boolean foreign) {
    this.path = path;
    this.baseSeq = baseSeq;
    this.file = file;
    this.head = head;
    this.damage = damage;
    this.foreign = foreign;
  }

  static FoundSegment open(Disk disk, Path path, long baseSeq) throws IOException {
    DiskFile file = disk.open(path, Disk.Access.READ);
    try {
      return new FoundSegment(path, baseSeq, file, SegmentHead.read(file, path, baseSeq), null, false);
    } catch (EOFException e) {
      return damaged(path, baseSeq, file, headerIs(path, "a file too short for one"));
    } catch (StorageException.Corrupt e) {
      return damaged(path, baseSeq, file, e);
    } catch (IOException e) {
      return damaged(path, baseSeq, file, headerIs(path, "what the device refuses"));
    } catch (Throwable t) {
      file.close();
      throw t;
    }
  }

  private static FoundSegment damaged(Path path, long baseSeq, DiskFile file, StorageException damage) {
    return new FoundSegment(path, baseSeq, file, null, damage, false);
  }

  private static StorageException.Corrupt headerIs(Path path, String found) {
    return new StorageException.Corrupt(Where.file(path, 0), "a segment header", found);
  }

  /// What it is in the folder of that log of that store: itself, or one of which nothing counts.
  FoundSegment of(UUID store, long logId) {
    return head == null || head.identity().isOf(store, logId)
        ? this
        : new FoundSegment(path, baseSeq, file, null, head.identity().foreign(path, store, logId), true);
  }

  /// The same beside the files of that log.
  FoundSegment of(SegmentIdentity log) {
    return head == null || head.identity().logUuid().equals(log.logUuid())
        ? this
        : new FoundSegment(path, baseSeq, file, null, log.foreign(path, head.identity()), true);
  }

  /// The log that files are of.
  ///
  /// @param segments those of its files whose header can be read
  record OfLog(long id, Set<UUID> segments) {
    static OfLog of(long id, List<FoundSegment> files) {
      var segments = new HashSet<UUID>();
      for (FoundSegment file : files) if (file.head != null) segments.add(file.head.identity().segmentUuid());
      return new OfLog(id, segments);
    }
  }

  /// What front and journal hold of it.
  List<FrontImage.Block> blocks(Redo redo) {
    return head == null ? List.of() : redo.blocks(head.identity().segmentUuid());
  }

  /// Looks for its events.
  ///
  /// @param endSeq behind the last one that can be in it
  /// @param log    that it is of: without a header it has what front and journal hold for none of the others
  void read(long endSeq, Redo redo, OfLog log) throws IOException {
    if (foreign) return;
    var source = new SalvageSource(file, file.size());
    List<FrontImage.Block> held = head != null
        ? blocks(redo)
        : redo.blocksOfUnknown(log.id, log.segments, baseSeq, endSeq);
    // Where the page is lost with the salt, other checksums tell that.
    List<Integer> salt = head != null
        ? List.of(head.identity().salt())
        : source.findSalt(held.stream().map(FrontImage.Block::bytes).toList());
    if (salt.isEmpty()) return;
    search = new FrameSearch(source, salt.getFirst(), baseSeq, endSeq).run();
    events = new FoundEvents(baseSeq, source, search, held, salt.getFirst());
    unreadableBytes = source.unreadableBytes();
  }

  /// What the log knew to be stored where the file ends.
  ///
  /// @return null when the file does not tell
  @Nullable
  OnceWindow onceAtEnd() throws IOException {
    Footer footer = search == null ? null : search.footer();
    if (head == null || search == null || footer == null) return null;
    long segmentBytes = head.identity().logSegmentBytes();
    return footer.onceRows() == 0
        ? new OnceWindow(segmentBytes)
        : StoredWindow.find(file, search.sealOffset(), head.identity().salt(), segmentBytes);
  }

  /// First event that is not in the file, or in it without anything there that says that its commit counts; -1 when there is
  /// none.
  long firstThatNeeds(Redo redo) {
    long outside = events.firstOutsideFile();
    if (head == null) return outside;
    Mark mark = head.mark();
    for (long seq = mark == null ? baseSeq : Math.max(baseSeq, mark.durableSeq() + 1); seq < events.end(); seq++)
      if (seq == outside || (events.flags(seq) & Frames.FLAG_TX) != 0 && redo.committed(head.identity(), seq))
        return seq;
    return outside;
  }

  long size() throws IOException { return file.size(); }

  @Override
  public void close() throws IOException { file.close(); }
}
