// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.time.Duration;

/// How a store is opened. Immutable; the defaults are the safest choice.
///
/// @param mode create and write, write an existing one, or only read
/// @param segmentBytes full size of a segment file, a power of two between [Limits#SEGMENT_BYTES_MIN] and
///          [Limits#SEGMENT_BYTES_MAX]; the first of a log is smaller and doubles
/// @param frontBlocks 256 KiB blocks of the front, 4 to 4096
/// @param verify when checksums of frames are checked on reading
/// @param closeTimeout how long closing waits for appends under way
/// @param allowNetworkFileSystem opens on a file system where locks and mappings may not be coherent
/// @param segmentAge time since its first event after which a segment is closed although it is not full, so that
///          retention and copies come to it; zero for never. Looked at about once a second
public record StoreOptions(Mode mode, long segmentBytes, int frontBlocks, Verify verify, Duration closeTimeout,
    boolean allowNetworkFileSystem, Duration segmentAge) {
  /// Who may create and write.
  public enum Mode { CREATE_OR_WRITE, WRITE_EXISTING, READ_ONLY }

  /// When a frame's checksum is checked.
  public enum Verify { ALWAYS, FIRST_TOUCH, NEVER }

  public static final StoreOptions DEFAULTS = new StoreOptions(Mode.CREATE_OR_WRITE, Limits.SEGMENT_BYTES_DEFAULT, 128,
      Verify.FIRST_TOUCH, Duration.ofSeconds(30), false, Duration.ofDays(7));

  public StoreOptions {
    if (Long.bitCount(segmentBytes) != 1 || segmentBytes < Limits.SEGMENT_BYTES_MIN
        || segmentBytes > Limits.SEGMENT_BYTES_MAX)
      throw new IllegalArgumentException("segmentBytes: " + segmentBytes);
    if (frontBlocks < 4 || frontBlocks > 4096) throw new IllegalArgumentException("frontBlocks: " + frontBlocks);
    if (segmentAge.isNegative()) throw new IllegalArgumentException("segmentAge: " + segmentAge);
    if (closeTimeout.isNegative()) throw new IllegalArgumentException("closeTimeout: " + closeTimeout);
  }

  public StoreOptions withMode(Mode newMode) {
    return new StoreOptions(newMode, segmentBytes, frontBlocks, verify, closeTimeout, allowNetworkFileSystem,
        segmentAge);
  }

  public StoreOptions withSegmentBytes(long bytes) {
    return new StoreOptions(mode, bytes, frontBlocks, verify, closeTimeout, allowNetworkFileSystem, segmentAge);
  }

  public StoreOptions withFrontBlocks(int blocks) {
    return new StoreOptions(mode, segmentBytes, blocks, verify, closeTimeout, allowNetworkFileSystem, segmentAge);
  }

  public StoreOptions withVerify(Verify newVerify) {
    return new StoreOptions(mode, segmentBytes, frontBlocks, newVerify, closeTimeout, allowNetworkFileSystem,
        segmentAge);
  }

  public StoreOptions withCloseTimeout(Duration timeout) {
    return new StoreOptions(mode, segmentBytes, frontBlocks, verify, timeout, allowNetworkFileSystem, segmentAge);
  }

  public StoreOptions withAllowNetworkFileSystem(boolean allow) {
    return new StoreOptions(mode, segmentBytes, frontBlocks, verify, closeTimeout, allow,
        segmentAge);
  }

  public StoreOptions withSegmentAge(Duration age) {
    return new StoreOptions(mode, segmentBytes, frontBlocks, verify, closeTimeout, allowNetworkFileSystem, age);
  }
}
