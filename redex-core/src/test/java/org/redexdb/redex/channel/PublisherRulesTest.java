// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.StoreOptions;
import org.testng.SkipException;
import org.testng.annotations.Test;

/// The rules of reactive streams, checked by their own kit, one test for each. What it skips is for streams that end.
class PublisherRulesTest {
  private static final int EVENTS = 20_000;
  private static final long TIMEOUT_MILLIS = 10_000;
  private static final long SILENCE_MILLIS = 50;
  private static final long LOOK_MILLIS = 10;

  private final Redex redex = Redex.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"),
      StoreOptions.DEFAULTS.withFrontBlocks(8), PayloadChecks.NONE);

  @AfterEach
  void close() { redex.close(); }

  /// Of seqs, because events are equal only to themselves.
  private static Flow.Publisher<Long> seqs(Channel channel) {
    Flow.Publisher<StoredEvent> events = channel.publisher(0);
    return subscriber -> events.subscribe(subscriber == null ? null : new Flow.Subscriber<>() {
      @Override
      public void onSubscribe(Flow.Subscription subscription) { subscriber.onSubscribe(subscription); }

      @Override
      public void onNext(StoredEvent event) { subscriber.onNext(event.seq()); }

      @Override
      public void onError(Throwable why) { subscriber.onError(why); }

      @Override
      public void onComplete() { subscriber.onComplete(); }
    });
  }

  private final class Verification extends FlowPublisherVerification<Long> {
    Verification() { super(new TestEnvironment(TIMEOUT_MILLIS, SILENCE_MILLIS, LOOK_MILLIS)); }

    @Override
    public Flow.Publisher<Long> createFlowPublisher(long elements) {
      Channel channel = redex.channel("events");
      var event = Event.json("1");
      while (channel.nextSeq() < Math.min(elements, EVENTS)) channel.append(event, Ack.OS);
      return seqs(channel);
    }

    @Override
    public Flow.Publisher<Long> createFailedFlowPublisher() {
      Channel channel = redex.createChannel("gone", ChannelOptions.DEFAULTS);
      redex.dropChannel("gone");
      return seqs(channel);
    }

    @Override
    public long maxElementsFromPublisher() { return publisherUnableToSignalOnComplete(); }
  }

  @TestFactory
  Stream<DynamicTest> rules() {
    return Arrays.stream(Verification.class.getMethods()).filter(method -> method.isAnnotationPresent(Test.class))
        .filter(method -> !method.getName().startsWith("untested_")) // the kit cannot check them
        .sorted(Comparator.comparing(Method::getName))
        .map(method -> DynamicTest.dynamicTest(method.getName(), () -> check(method)));
  }

  private void check(Method rule) throws Throwable {
    var verification = new Verification();
    verification.setUp();
    try {
      rule.invoke(verification);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SkipException skipped) Assumptions.abort("" + skipped.getMessage());
      throw e.getCause();
    }
  }
}
