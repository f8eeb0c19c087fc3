// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.events;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A log went on in a new segment; the duration is what the appender waited.
@Name("org.redexdb.Roll")
@Label("Roll")
@Category({"RedexDB", "Storage"})
@Description("A log went on in a new segment")
@StackTrace(false)
public final class RollEvent extends Event {
  @Label("Log")
  public String log = "";
  @Label("First seq")
  public long baseSeq;
  @Label("Capacity")
  @DataAmount
  public long capacityBytes;
}
