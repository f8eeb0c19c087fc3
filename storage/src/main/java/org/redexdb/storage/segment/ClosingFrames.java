// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

/// The frames that end a segment: SEAL, what the log knows to be stored once if there is any such event, FOOTER.
public final class ClosingFrames {
  private static final byte[] NONE = new byte[0];

  private ClosingFrames() {}

  /// @param encoder for the segment
  /// @param nextSeq behind its last event
  /// @param once payload of the frame between, empty for none
  public static byte[] of(FrameEncoder encoder, long nextSeq, long ts, byte[] once, byte[] footer) {
    int footerAt = footerOffset(once);
    var bytes = new byte[footerAt + Frames.size(Frames.length(0, footer.length))];
    put(bytes, 0, encoder, nextSeq, ts, Frames.KIND_SEAL, NONE);
    if (once.length > 0) put(bytes, Frames.size(Frames.length(0, 0)), encoder, nextSeq, ts, Frames.KIND_ONCE, once);
    put(bytes, footerAt, encoder, nextSeq, ts, Frames.KIND_FOOTER, footer);
    return bytes;
  }

  /// As above, by an encoder of its own.
  ///
  /// @param stats of the events of the segment, which begins at `baseSeq`
  /// @param onceRows in the frame between
  public static byte[] of(SegmentStats stats, long baseSeq, long nextSeq, int epoch, int salt, byte[] once,
      int onceRows) {
    var encoder = new FrameEncoder(0, epoch);
    encoder.target(salt);
    return of(encoder, nextSeq, stats.lastTs(), once, Footer.encode(stats, baseSeq, nextSeq - 1, onceRows));
  }

  /// Where FOOTER begins, from SEAL on.
  public static int footerOffset(byte[] once) {
    int sealBytes = Frames.size(Frames.length(0, 0));
    return once.length == 0 ? sealBytes : sealBytes + Frames.size(Frames.length(0, once.length));
  }

  private static void put(byte[] target, int at, FrameEncoder encoder, long nextSeq, long ts, int kind,
      byte[] payload) {
    encoder.begin(nextSeq, ts, kind, 0, 0, NONE, 0, 0, payload, 0, payload.length);
    encoder.copyTo(target, at, NONE, 0, 0, payload, 0, payload.length);
  }
}
