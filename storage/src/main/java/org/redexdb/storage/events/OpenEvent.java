// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// Opening a store: everything up to the first append.
@Name("org.redexdb.Open")
@Label("Open")
@Category({"RedexDB", "Storage"})
@Description("A store was opened, with what recovery had to do")
@StackTrace(false)
public final class OpenEvent extends Event {
  @Label("Folder")
  public String folder = "";
  @Label("Logs")
  public int logs;
  @Label("Clean")
  @Description("Recovery had nothing to report")
  public boolean clean;
  @Label("Notes")
  @Description("What recovery found and did, one a line")
  public String notes = "";
}
