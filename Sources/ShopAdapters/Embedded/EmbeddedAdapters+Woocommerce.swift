// Made by scripts/embed-adapters from adapters/woocommerce/adapter.yaml. Change that, then run it again.
// swift-format-ignore-file

extension EmbeddedAdapters {
  static let woocommerce = #"""
# WooCommerce: webhooks by topic, the REST API's JSON as files. What is a fact and what is not: README.md.
version: 1
id: woocommerce
release: 1.0.0
name: { ko: 우커머스, en: WooCommerce }
platform: WooCommerce

members:
  # As of orders, so that one layout is for both; customers have none.
  rows: line_items
  id: [id]
  phone: [billing.phone]
  email: [email]
  joined_at: { labels: [date_created_gmt], zone: utc }
  updated_at: { labels: [date_modified_gmt], zone: utc }
  attributes:
    first_name: [first_name]
    last_name: [last_name]
    username: [username]

orders:
  rows: line_items
  id: [id]
  member_id: &customer { labels: [customer_id], blank: ["0"] }
  buyer: &buyer { phone: [billing.phone], email: [billing.email] }
  placed_at: &placed { labels: [date_created_gmt], zone: utc }
  paid_at: &paid { labels: [date_paid_gmt], zone: utc }
  updated_at: &updated { labels: [date_modified_gmt], zone: utc }
  status: &status
    labels: [status]
    map:
      placed: [pending, on-hold, checkout-draft]
      paid: [processing]
      delivered: [completed]
      cancelled: [cancelled, failed, trash]
      refunded: [refunded]
  currency: [currency]
  total: [total]
  items: { id: [line_items.id], name: [line_items.name], quantity: [line_items.quantity], price: [line_items.price] }

webhook:
  verify: { hmac: { header: X-WC-Webhook-Signature } }
  ping: { form: webhook_id }
  event: { header: X-WC-Webhook-Topic }
  dedup: { header: X-WC-Webhook-Delivery-ID }

  members:
    id: [id]
    phone: [billing.phone]
    email: [email]
    joined_at: { labels: [date_created_gmt], zone: utc }
    updated_at: { labels: [date_modified_gmt], zone: utc }
    attributes:
      first_name: [first_name]
      last_name: [last_name]
      username: [username]

  orders:
    id: [id]
    member_id: *customer
    buyer: *buyer
    placed_at: *placed
    paid_at: *paid
    updated_at: *updated
    status: *status
    currency: [currency]
    total: [total]
    refunded: ["refunds[0].total"]
    items: { each: [line_items], id: [id], name: [name], quantity: [quantity], price: [price] }

  routes:
    customer.created: member
    customer.updated: member
    customer.deleted: member_withdrawn
    order.created: order
    # The first refund has its place in the body; from the second on only the order itself says what is left.
    order.updated:
      - { to: order, when: { labels: ["refunds[1].id"], is_not: &number ["1*", "2*", "3*", "4*", "5*", "6*", "7*", "8*", "9*"] } }
      - { to: refetch, entity: order, when: { labels: ["refunds[1].id"], is: *number } }
    order.deleted: { to: order, set: { status: cancelled } }
    order.restored: { to: refetch, entity: order }

"""#
}
