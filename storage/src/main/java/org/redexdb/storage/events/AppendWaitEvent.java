// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/// An append that could not go on at once. One that can is not recorded: it takes less time than an event would.
@Name("org.redexdb.AppendWait")
@Label("Append wait")
@Category({"RedexDB", "Storage"})
@Description("An append waited for the device, a block of the front, or a segment")
@Threshold("1 ms")
public final class AppendWaitEvent extends Event {
  @Label("Log")
  public String log = "";
  @Label("For")
  @Description("device, block, segment, room on the disk, or large write")
  public String waitedFor = "";
}
