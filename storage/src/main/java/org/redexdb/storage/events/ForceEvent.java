// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.events;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// One commit of a log: what it wrote, and the flush.
@Name("org.redexdb.Force")
@Label("Force")
@Category({"RedexDB", "Storage"})
@Description("Events of a log were made durable")
@StackTrace(false)
public final class ForceEvent extends Event {
  @Label("Log")
  public String log = "";
  @Label("Events")
  @Description("Events that became durable")
  public long events;
  @Label("Bytes")
  @DataAmount
  @Description("Frame bytes written for it")
  public long bytes;
  @Label("In the appender's thread")
  public boolean byAppender;
}
