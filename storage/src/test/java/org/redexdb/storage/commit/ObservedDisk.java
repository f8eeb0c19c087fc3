// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import org.redexdb.storage.Disks;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;

/// The machine's disk with somebody who is told of each call to it and to its files, before the call and in its thread.
final class ObservedDisk {
  private ObservedDisk() {}

  interface Observer {
    void before(String method, Object[] arguments);
  }

  static Disk telling(Observer observer) {
    return proxy(Disk.class, Disks.system(), observer, opened -> opened instanceof DiskFile file
        ? proxy(DiskFile.class, file, observer, UnaryOperator.identity())
        : opened);
  }

  private static <T> T proxy(Class<T> port, T real, Observer observer, UnaryOperator<Object> result) {
    InvocationHandler handler = (_, method, arguments) -> {
      observer.before(method.getName(), arguments == null ? new Object[0] : arguments);
      try {
        Object returned = method.invoke(real, arguments);
        return returned == null ? null : result.apply(returned);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    };
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, handler));
  }
}
