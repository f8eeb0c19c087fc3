// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.checksum.Checksum;

/// A file of which as much is read as the device gives: what it does not counts as zeros.
public final class SalvageSource implements FrameScan.Source {
  private static final int PAGE_BYTES = SegmentIdentity.PAGE_BYTES;
  private static final int FRAMES_TRIED_MAX = 64;

  private final DiskFile file;
  private final long limit;
  private long unreadableBytes;

  /// @param limit exclusive end
  public SalvageSource(DiskFile file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  @Override
  public long limit() { return limit; }

  @Override
  public void read(long offset, byte[] target, int at, int bytes) {
    try {
      file.read(offset, target, at, bytes);
    } catch (IOException e) {
      for (int done = 0; done < bytes;) {
        int part = (int) Math.min(bytes - done, PAGE_BYTES - (offset + done) % PAGE_BYTES);
        readPart(offset + done, target, at + done, part);
        done += part;
      }
    }
  }

  private void readPart(long offset, byte[] target, int at, int bytes) {
    try {
      file.read(offset, target, at, bytes);
    } catch (IOException e) {
      Arrays.fill(target, at, at + bytes, (byte) 0);
      unreadableBytes += bytes;
    }
  }

  /// Bytes that the device did not give.
  public long unreadableBytes() { return unreadableBytes; }

  /// The salt of a segment whose page 0 is damaged: what at least two checksums agree on, of the page's own field, the slots
  /// of page 1 and the first frames.
  ///
  /// @param held frames of the segment that are kept elsewhere, one behind the other, and whatever follows
  /// @return empty when no two agree
  public List<Integer> findSalt(List<byte[]> held) throws IOException {
    var votes = new HashMap<Integer, Integer>();
    var pages = new byte[SegmentIdentity.HEADER_BYTES];
    read(0, pages, 0, (int) Math.min(pages.length, limit));
    vote(votes, Slots.intAt(pages, SegmentIdentity.SALT_OFFSET));
    for (int slot = 0; slot <= SegmentHead.ROLL_SLOT; slot++) {
      int at = (int) SegmentHead.slotOffset(slot);
      if (!Slots.allZero(pages, at, Slots.BYTES))
        vote(votes, Slots.intAt(pages, at + Slots.BYTES - 4) ^ Checksum.of(pages, at, Slots.BYTES - 4));
    }
    voteFrames(votes, this, SegmentIdentity.HEADER_BYTES);
    for (byte[] frames : held) voteFrames(votes, new Held(frames), 0);
    Collection<Map.Entry<Integer, Integer>> counted = votes.entrySet();
    return counted.stream().filter(vote -> vote.getValue() > 1).max(Map.Entry.comparingByValue()).map(Map.Entry::getKey)
        .stream().toList();
  }

  private static void voteFrames(Map<Integer, Integer> votes, FrameScan.Source source, long from) throws IOException {
    long offset = from;
    var header = new byte[Frames.HEADER_BYTES];
    for (int i = 0; i < FRAMES_TRIED_MAX && offset + header.length <= source.limit(); i++) {
      source.read(offset, header, 0, header.length);
      int length = Frames.length(header, 0);
      if (!Frames.plausibleLength(length) || offset + length > source.limit()) break;
      var frame = new byte[length];
      source.read(offset, frame, 0, length);
      vote(votes, Frames.crc(frame, 0) ^ Frames.computedCrc(frame, 0, 0));
      offset += Frames.size(length);
    }
  }

  private record Held(byte[] bytes) implements FrameScan.Source {
    @Override
    public long limit() { return bytes.length; }

    @Override
    public void read(long offset, byte[] target, int at, int count) {
      System.arraycopy(bytes, (int) offset, target, at, count);
    }
  }

  private static void vote(Map<Integer, Integer> votes, int salt) { votes.merge(salt, 1, Integer::sum); }
}
