// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.PayloadMapper;
import org.redexdb.redex.api.TypedChannel;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;
import org.redexdb.tests.support.WatchedDisk;

/// An error tells by its type what a caller can do, and keeps what the device or the caller's own code has thrown.
class ErrorCausesTest {
  private static final byte[] SMALL = new byte[100];
  /// More than a segment takes: the next one has to be made first.
  private static final byte[] LARGE = new byte[1 << 20];

  private final SimClock clock = new SimClock();
  private boolean failing;

  /// Fails with `text` from when it is told to.
  private Disk disk(List<String> methods, String text) {
    return WatchedDisk.of(SimDisk.seeded(1), call -> {
      if (failing && methods.contains(call.method())) throw new IOException(text);
    });
  }

  private void failsWith(List<String> methods, String text, byte[] payload, Class<? extends StorageException> type) {
    Store store = SimStores.open(disk(methods, text), Events.FOLDER, Events.OPTIONS, clock);
    Log log = store.create("orders", Events.SMALL);
    Events.append(log, "event 0", Ack.DISK);
    failing = true;
    ThrowingCallable append = () -> Events.append(log, payload, Ack.DISK);
    assertThatThrownBy(append).isInstanceOf(type).satisfies(e -> {
      assertThat(((StorageException) e).where().known()).as("a place").isTrue();
      assertThat(rootOf(e)).isInstanceOf(IOException.class).hasMessage(text);
    });
    failing = false;
  }

  private static @Nullable Throwable rootOf(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) cause = cause.getCause();
    return cause;
  }

  @Test
  void aFaultOfTheDeviceKeepsItsCause() {
    failsWith(List.of("write"), "Input/output error", LARGE, StorageException.DeviceFault.class);
  }

  @Test
  void aFullDiskIsToldFromAFaultAndKeepsItsCause() {
    failsWith(List.of("write"), "No space left on device", LARGE, StorageException.DiskFull.class);
  }

  @Test
  void aFailedForceIsToldFromAFailedWriteAndKeepsItsCause() {
    failsWith(List.of("force", "writeDurably"), "Input/output error", SMALL, StorageException.NotDurable.class);
  }

  /// What the caller's own code throws.
  private static final class OwnFailure extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    OwnFailure(String text) { super(text); }
  }

  private static final PayloadMapper<String> FAILING = new PayloadMapper<>() {
    @Override
    public PayloadCodec codec() { return PayloadCodec.BYTES; }

    @Override
    public byte[] encode(String value) { throw new OwnFailure("encode"); }

    @Override
    public String decode(byte[] payload, @Nullable String type) { throw new OwnFailure("decode"); }
  };

  @ParameterizedTest
  @ValueSource(strings = {"decode", "encode"})
  void aPayloadThatCannotBeReadIsToldFromAValueThatCannotBeWritten(String step) {
    try (Redex redex = Redex.open(StoreEnvironment.of(Disks.memory()), Events.FOLDER, Events.OPTIONS,
        PayloadChecks.NONE)) {
      TypedChannel<String> orders = redex
          .createChannel("orders", ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES)).typed(FAILING);
      orders.channel().append(new byte[]{1});
      if (step.equals("decode")) {
        assertThatThrownBy(() -> orders.read(0)).isInstanceOf(ChannelException.Unmapped.class)
            .hasMessageContaining("read").hasCauseInstanceOf(OwnFailure.class).rootCause().hasMessage("decode");
      } else {
        assertThatThrownBy(() -> orders.append("x")).isInstanceOf(OwnFailure.class).hasMessage("encode");
        assertThat(orders.channel().nextSeq()).isOne();
      }
    }
  }
}
