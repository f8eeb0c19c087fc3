// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

/// What makes bytes a frame that was written whole, in this file and by no earlier writer than the frames before it. One
/// place for it, so that what may be read and what can be saved are told by the same rule.
///
/// Keeps what was expected and found where the last check failed, as only the outermost caller knows whether that is damage.
final class FrameCheck {
  private final int salt;
  private String expected = "";
  private String found = "";

  /// @param salt of the segment
  FrameCheck(int salt) { this.salt = salt; }

  /// @param room bytes up to the end of what can be read
  boolean hasLength(int length, long room) {
    return Frames.plausibleLength(length) && Frames.size(length) <= room
        || differs("a frame length between 40 and " + Math.min(Frames.LENGTH_MAX, room), String.valueOf(length));
  }

  /// Whether all bytes of a frame are as they were written.
  boolean isIntact(byte[] bytes, int frame, int length) {
    int computed = Frames.computedCrc(bytes, frame, salt);
    if (computed != Frames.crc(bytes, frame))
      return differs("crc32c 0x" + Integer.toHexString(Frames.crc(bytes, frame)),
          "0x" + Integer.toHexString(computed));
    for (int i = length; i < Frames.size(length); i++)
      if (bytes[frame + i] != 0) return differs("zero padding", "0x" + Integer.toHexString(bytes[frame + i]));
    return true;
  }

  /// Whether an intact frame may stand behind one of an epoch, and its parts are within it.
  boolean mayFollow(int epoch, byte[] bytes, int frame, int length) {
    int own = Frames.epoch(bytes, frame);
    if (own == 0 || Integer.compareUnsigned(own, epoch) < 0)
      return differs("epoch of at least " + Integer.toUnsignedString(epoch), Integer.toUnsignedString(own));
    return Frames.bodyFits(bytes, frame, Frames.flags(bytes, frame), length)
        || differs("metadata within the frame", "more");
  }

  /// @return false
  boolean differs(String wanted, String had) {
    expected = wanted;
    found = had;
    return false;
  }

  int salt() { return salt; }

  String expected() { return expected; }

  String found() { return found; }
}
