// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.once;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.Slots;

/// The last events of a log that are stored once, and how far each of the last producers has come. Made of the events alone,
/// in their order, so that what is derived anew from the log is the same.
///
/// As bytes, little-endian, the payload of the frame between SEAL and FOOTER (docs/formats/segment.md):
/// ```
///  0         4           8        12   16
///  | version | producers | recent | 0 | rows: producers, then recent events, each from the oldest to the newest
///  row:  0 id 16 | 16 number i64, -1: an event's id | 24 seq u64 | 32 ts i64 | 40 epoch u32 | 44 0
/// ```
public final class OnceWindow {
  /// Events that a log with segments of 1.5 MiB or more knows.
  public static final int EVENTS_MAX = 4096;
  /// Producers that a log with segments of 0.75 MiB or more knows.
  public static final int PRODUCERS_MAX = 1024;
  static final int HEADER_BYTES = 16;
  private static final byte[] NONE = new byte[0];
  static final int ROW_BYTES = 48;
  static final int FRAME_BYTES_MAX = frameBytes(EVENTS_MAX + PRODUCERS_MAX);
  /// Of a segment this part at most is for the events, and half as much for the producers.
  private static final int SEGMENT_SHARE = 8;

  private final int eventsMax;
  private final int producersMax;
  private final SequencedMap<EventIdentity, FirstCopy> events = new LinkedHashMap<>();
  /// By the last event, the oldest first.
  private final SequencedMap<UUID, Last> producers = new LinkedHashMap<>();

  /// A producer's greatest number.
  private record Last(long number, FirstCopy copy) {}

  /// @param segmentBytes of a full segment of the log, which its bounds depend on
  public OnceWindow(long segmentBytes) {
    this(eventsMax(segmentBytes), producersMax(segmentBytes));
  }

  private OnceWindow(int eventsMax, int producersMax) {
    this.eventsMax = eventsMax;
    this.producersMax = producersMax;
  }

  /// Events that the window of a log with such segments holds.
  static int eventsMax(long segmentBytes) {
    return (int) Math.min(EVENTS_MAX, segmentBytes / SEGMENT_SHARE / ROW_BYTES);
  }

  /// Producers that it holds.
  static int producersMax(long segmentBytes) {
    return (int) Math.min(PRODUCERS_MAX, segmentBytes / SEGMENT_SHARE / 2 / ROW_BYTES);
  }

  /// Bytes of the frame for so many rows; there is none for no rows.
  static int frameBytes(int rows) {
    return rows == 0 ? 0 : Frames.size(Frames.length(0, HEADER_BYTES + rows * ROW_BYTES));
  }

  public int rows() { return events.size() + producers.size(); }

  /// Where the event was stored first, null when the window does not know.
  @Nullable
  FirstCopy find(EventIdentity event) { return events.get(event); }

  /// Greatest number of a producer, -1 when the window does not know it.
  long lastNumber(UUID producer) {
    Last last = producers.get(producer);
    return last == null ? -1 : last.number;
  }

  /// Adds the event of a frame, if that is stored once, behind all that were added before.
  ///
  /// @return whether it is
  public boolean addFrame(byte[] bytes, int frame) {
    EventIdentity event = EventIdentity.ofFrame(bytes, frame);
    if (event == null) return false;
    add(event, new FirstCopy(Frames.seq(bytes, frame), Frames.ts(bytes, frame), Frames.epoch(bytes, frame)));
    return true;
  }

  /// An event that was stored, behind all that were added before.
  void add(EventIdentity event, FirstCopy copy) {
    if (events.putIfAbsent(event, copy) != null) return;
    if (events.size() > eventsMax) events.pollFirstEntry();
    if (event.byProducer()) addLast(event.id(), new Last(event.number(), copy));
  }

  private void addLast(UUID producer, Last last) {
    Last before = producers.remove(producer);
    producers.put(producer, before != null && before.number > last.number ? before : last);
    if (producers.size() > producersMax) producers.pollFirstEntry();
  }

  /// Adds what another window knows, which begins where this one ends.
  public void addAll(OnceWindow later) {
    later.events.forEach((event, copy) -> {
      events.putIfAbsent(event, copy);
      if (events.size() > eventsMax) events.pollFirstEntry();
    });
    later.producers.forEach(this::addLast);
  }

  /// What it knows of the events before a seq.
  public OnceWindow before(long seq) {
    var earlier = new OnceWindow(eventsMax, producersMax);
    producers.forEach((id, last) -> {
      if (last.copy.seq() < seq) earlier.addLast(id, last);
    });
    events.forEach((event, copy) -> {
      if (copy.seq() < seq) earlier.add(event, copy);
    });
    return earlier;
  }

  /// Payload of its frame, empty when it knows nothing: then there is no frame.
  public byte[] payload() { return rows() == 0 ? NONE : encode(); }

  byte[] encode() {
    var out = new byte[HEADER_BYTES + rows() * ROW_BYTES];
    Slots.putInt(out, 4, producers.size());
    Slots.putInt(out, 8, events.size());
    int at = HEADER_BYTES;
    for (Map.Entry<UUID, Last> producer : producers.entrySet())
      at = encodeRow(out, at, producer.getKey(), producer.getValue().number, producer.getValue().copy);
    for (Map.Entry<EventIdentity, FirstCopy> event : events.entrySet())
      at = encodeRow(out, at, event.getKey().id(), event.getKey().number(), event.getValue());
    return out;
  }

  private static int encodeRow(byte[] out, int at, UUID id, long number, FirstCopy copy) {
    Slots.putUuid(out, at, id);
    Slots.putLong(out, at + 16, number);
    Slots.putLong(out, at + 24, copy.seq());
    Slots.putLong(out, at + 32, copy.ts());
    Slots.putInt(out, at + 40, copy.epoch());
    return at + ROW_BYTES;
  }

  /// @return null when the bytes are no window of this version
  static @Nullable OnceWindow decode(byte[] bytes, int from, int length, long segmentBytes) {
    if (length < HEADER_BYTES || Slots.intAt(bytes, from) != 0) return null;
    int producers = Slots.intAt(bytes, from + 4);
    int events = Slots.intAt(bytes, from + 8);
    if (producers < 0 || events < 0 || HEADER_BYTES + (producers + (long) events) * ROW_BYTES != length) return null;
    var window = new OnceWindow(segmentBytes);
    int at = from + HEADER_BYTES;
    for (int i = 0; i < producers; i++, at += ROW_BYTES)
      window.addLast(Slots.uuidAt(bytes, at), new Last(Slots.longAt(bytes, at + 16), copy(bytes, at)));
    for (int i = 0; i < events; i++, at += ROW_BYTES)
      window.events.put(new EventIdentity(Slots.uuidAt(bytes, at), Slots.longAt(bytes, at + 16)), copy(bytes, at));
    return window;
  }

  private static FirstCopy copy(byte[] bytes, int row) {
    return new FirstCopy(Slots.longAt(bytes, row + 24), Slots.longAt(bytes, row + 32), Slots.intAt(bytes, row + 40));
  }
}
