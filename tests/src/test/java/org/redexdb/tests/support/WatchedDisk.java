// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.support;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;

/// A disk with somebody who is told of each call to it and to its files, before the call and in its thread, and who may hold
/// or refuse it.
public final class WatchedDisk {
  private WatchedDisk() {}

  /// One call.
  ///
  /// @param file what it is about, as it was named when it was opened
  /// @param method of [Disk] or [DiskFile]
  /// @param arguments as given
  public record Call(Path file, String method, Object[] arguments) {
    /// Whether it is about a segment file.
    public boolean ofSegment() { return file.toString().endsWith(".seg"); }
  }

  /// Who is told.
  public interface Watcher {
    void before(Call call) throws IOException;
  }

  public static Disk of(Disk real, Watcher watcher) {
    return proxy(Disk.class, real, (method, arguments) -> {
      if (arguments.length > 0 && arguments[0] instanceof Path file)
        watcher.before(new Call(file, method, arguments));
    }, (_, returned, arguments) -> returned instanceof DiskFile file
        ? file(file, (Path) arguments[0], watcher)
        : returned);
  }

  /// As `real`, but on a file system of a network.
  public static Disk onNetwork(Disk real) {
    return proxy(Disk.class, real, (_, _) -> {}, (method, returned, _) -> method.equals("isLocal") ? false : returned);
  }

  private static DiskFile file(DiskFile real, Path name, Watcher watcher) {
    return proxy(DiskFile.class, real, (method, arguments) -> watcher.before(new Call(name, method, arguments)),
        (_, returned, _) -> returned);
  }

  private interface Before {
    void call(String method, Object[] arguments) throws IOException;
  }

  private interface After {
    Object result(String method, Object returned, Object[] arguments);
  }

  private static <T> T proxy(Class<T> port, T real, Before before, After after) {
    InvocationHandler handler = (_, method, given) -> {
      Object[] arguments = given == null ? new Object[0] : given;
      if (method.getDeclaringClass() != Object.class) before.call(method.getName(), arguments);
      try {
        Object returned = method.invoke(real, given);
        return returned == null ? null : after.result(method.getName(), returned, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    };
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, handler));
  }
}
