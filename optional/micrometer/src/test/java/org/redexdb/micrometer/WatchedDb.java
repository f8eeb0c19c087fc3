// SPDX-License-Identifier: Apache-2.0
package org.redexdb.micrometer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.redexdb.netdb.NetDb;
import org.redexdb.storage.api.StorageException;

/// Counts the looks at a store, and has them fail when told to.
final class WatchedDb {
  final AtomicInteger looks = new AtomicInteger();
  final AtomicReference<@Nullable StorageException> failure = new AtomicReference<>();
  final NetDb db;

  WatchedDb(NetDb real) {
    db = (NetDb) Proxy.newProxyInstance(NetDb.class.getClassLoader(), new Class<?>[]{NetDb.class},
        (_, method, arguments) -> {
          if (method.getName().equals("status")) {
            looks.incrementAndGet();
            StorageException why = failure.get();
            if (why != null) throw why;
          }
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            throw e.getTargetException();
          }
        });
  }
}
