// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;

/// A log that gives out other readers than its own.
final class WatchedLog {
  private WatchedLog() {}

  /// @param readers gets each reader that the log makes
  static Log of(Log real, UnaryOperator<FrameReader> readers) {
    return (Log) Proxy.newProxyInstance(Log.class.getClassLoader(), new Class<?>[]{Log.class},
        (_, method, arguments) -> {
          try {
            Object result = method.invoke(real, arguments);
            return result instanceof FrameReader reader ? readers.apply(reader) : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
