// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.RedexException;
import org.redexdb.storage.api.Where;

/// What the channel layer refuses.
public sealed class ChannelException extends RedexException {
  private static final long serialVersionUID = 1L;

  private ChannelException(String code, String sqlState, Where where, String message, @Nullable Throwable cause) {
    super(code, sqlState, where, message, cause);
  }

  /// The name breaks the rules (42602): the message says which and where.
  public static final class BadName extends ChannelException {
    private static final long serialVersionUID = 1L;

    public BadName(String name, String why) {
      super("BAD_NAME", "42602", Where.NOWHERE, "bad channel name \"" + name + "\": " + why, null);
    }
  }

  /// There is no such channel (42P01).
  public static final class Unknown extends ChannelException {
    private static final long serialVersionUID = 1L;

    public Unknown(String name, List<String> near) {
      super("UNKNOWN_CHANNEL", "42P01", Where.NOWHERE, "no channel \"" + name + "\""
          + (near.isEmpty() ? "; create it first" : "; did you mean " + String.join(", ", near) + "?"), null);
    }
  }

  /// A channel of that name exists (42P07).
  public static final class Exists extends ChannelException {
    private static final long serialVersionUID = 1L;

    public Exists(String name) {
      super("CHANNEL_EXISTS", "42P07", Where.channel(name), "channel \"" + name + "\" exists already", null);
    }
  }

  /// The store's [AccessGuard] says no (42501). Nothing was touched; whether there is such a channel is not told.
  public static final class Denied extends ChannelException {
    private static final long serialVersionUID = 1L;

    public Denied(Principal principal, AccessGuard.Right right, String channel) {
      super("ACCESS_DENIED", "42501", Where.channel(channel), "no right to " + right.name().toLowerCase(Locale.ROOT)
          + " channel \"" + channel + "\"" + (principal.equals(Principal.PROGRAM)
              ? ""
              : " for " + principal.kind().name().toLowerCase(Locale.ROOT) + " \"" + principal.id() + "\""),
          null);
    }
  }

  /// The payload is not what the channel's codec or schema asks for.
  public static final class InvalidPayload extends ChannelException {
    private static final long serialVersionUID = 1L;

    public InvalidPayload(String channel, String sqlState, String why) {
      super("INVALID_PAYLOAD", sqlState, Where.channel(channel), why, null);
    }
  }

  /// A text holds half of a surrogate pair (22021): no Unicode, so it has no bytes. Nothing was appended.
  public static final class InvalidText extends ChannelException {
    private static final long serialVersionUID = 1L;

    InvalidText(String what, int index, char found) {
      super("INVALID_TEXT", "22021", Where.NOWHERE, what + " has half of a surrogate pair (U+"
          + Integer.toHexString(found).toUpperCase(Locale.ROOT) + ") at index " + index
          + ", which is no character; mend the text, or append bytes", null);
    }
  }

  /// A mapper cannot make a value of the payload (22000); what it threw is the cause. The event is as it was appended.
  public static final class Unmapped extends ChannelException {
    private static final long serialVersionUID = 1L;

    Unmapped(String channel, long seq, @Nullable String type, Throwable cause) {
      super("UNMAPPED_PAYLOAD", "22000", Where.seq(channel, seq), "the mapper cannot read the payload of event " + seq
          + (type == null ? "" : ", of type \"" + type + "\"") + ": " + cause.getMessage(), cause);
    }
  }
}
