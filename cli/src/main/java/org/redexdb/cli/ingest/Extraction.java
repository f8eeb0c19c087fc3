// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import org.jspecify.annotations.Nullable;

/// Which fields of an event fill its `event_time`, `event_type` and `event_key`, and how times are read.
public record Extraction(@Nullable FieldPath time, @Nullable FieldPath type, @Nullable FieldPath key,
    TimeFormat timeFormat) {

  public static final Extraction NONE = new Extraction(null, null, null, TimeFormat.AUTO);

  /// These, and where none was asked for the given ones.
  Extraction orElse(String time, String type, String key) {
    return new Extraction(this.time != null ? this.time : FieldPath.of(time),
        this.type != null ? this.type : FieldPath.of(type), this.key != null ? this.key : FieldPath.of(key),
        timeFormat);
  }
}
