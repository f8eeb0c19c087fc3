// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// The one place where mapped bytes are copied to the heap. A page that the device has lost shows as [InternalError]
/// here and becomes a typed error; nothing else ever interprets mapped bytes.
public final class Mapped {
  private static final VarHandle WORD = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Mapped() {}

  public static void copyOut(MemorySegment source, long offset, byte[] target, int at, int bytes, Path file) {
    try {
      MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, target, at, bytes);
    } catch (InternalError e) {
      throw fault(file, offset, e);
    }
  }

  /// An aligned 64-bit word, read with acquire.
  public static long word(MemorySegment source, long offset, Path file) {
    try {
      return (long) WORD.getAcquire(source, offset);
    } catch (InternalError e) {
      throw fault(file, offset, e);
    }
  }

  public static int intAt(MemorySegment source, long offset, Path file) {
    try {
      return source.get(INT, offset);
    } catch (InternalError e) {
      throw fault(file, offset, e);
    }
  }

  private static StorageException fault(Path file, long offset, InternalError cause) {
    return new StorageException.DeviceFault(Where.file(file, offset),
        "the device could not deliver a mapped page; check the disk, then run `redex verify`", cause);
  }
}
