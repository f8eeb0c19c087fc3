// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.quickstart;

import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.redexdb.netdb.NetDb;

/// Orders and their payments over a year, made up and the same every time; for a folder without a git history.
final class OrderStream implements Sample {
  private static final int ORDERS = 5_000;
  private static final long SEED = 20_250_101L;
  private static final long FIRST_ORDER_SECONDS = Instant.parse("2025-01-01T00:00:00Z").getEpochSecond();
  private static final List<String> CITIES = List.of("Berlin", "Lisboa", "Łódź", "Paris", "Zürich");
  private static final List<String> METHODS = List.of("card", "invoice", "voucher");

  @Override
  public String story() {
    return "a generated stream of orders (there is no git history here): channel orders, and channel payments";
  }

  @Override
  public long load(NetDb store) {
    var orders = new Batches(store.channel("orders"));
    var payments = new Batches(store.channel("payments"));
    RandomGenerator random = RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(SEED);
    long seconds = FIRST_ORDER_SECONDS;
    for (int id = 1; id <= ORDERS; id++) {
      seconds += random.nextInt(12_600);
      order(orders, payments, random, id, seconds);
    }
    return orders.flush() + payments.flush();
  }

  private static void order(Batches orders, Batches payments, RandomGenerator random, int id, long seconds) {
    var city = CITIES.get(random.nextInt(CITIES.size()));
    int quantity = 1 + random.nextInt(9);
    int amount = quantity * (5 + random.nextInt(60));
    orders.add("placed", "order-" + id, seconds * 1_000_000_000L, json -> {
      json.writeNumberProperty("id", id);
      json.writeStringProperty("city", city);
      json.writeNumberProperty("quantity", quantity);
      json.writeNumberProperty("amount", amount);
    });
    if (random.nextInt(10) == 0) return;
    var method = METHODS.get(random.nextInt(METHODS.size()));
    payments.add("paid", "order-" + id, (seconds + random.nextInt(86_400)) * 1_000_000_000L, json -> {
      json.writeNumberProperty("order_id", id);
      json.writeStringProperty("method", method);
      json.writeNumberProperty("amount", amount);
    });
  }

  @Override
  public List<Question> questions(NetDb store) {
    return List.of(
        new Question("Filter", "A payload field is a column; nothing was declared.", """
            SELECT seq, id, city, quantity, amount
            FROM orders
            WHERE city = 'Berlin' AND amount >= 500
            ORDER BY amount DESC, id LIMIT 5"""),
        new Question("Group", "Aggregates over any field.", """
            SELECT city, count(*) AS orders, sum(amount) AS amount
            FROM orders
            GROUP BY city
            ORDER BY amount DESC"""),
        new Question("By month", "event_time is when it happened, ts when it was stored.", """
            SELECT date_trunc('month', event_time) AS month, count(*) AS orders, sum(amount) AS amount
            FROM orders
            GROUP BY date_trunc('month', event_time)
            ORDER BY month"""),
        new Question("Join", "Two channels, like two tables.", """
            SELECT p.method, count(*) AS payments, sum(o.quantity) AS pieces
            FROM payments p JOIN orders o ON p.order_id = o.id
            GROUP BY p.method
            ORDER BY payments DESC"""),
        new Question("Time travel", "The channel as it was when event 999 was its last; every earlier state stays"
            + " readable.", """
                SELECT count(*) AS orders, sum(amount) AS amount, max(event_time) AS newest
                FROM orders AS OF SEQ 999"""));
  }
}
