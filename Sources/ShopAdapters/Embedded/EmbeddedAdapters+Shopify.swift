// Made by scripts/embed-adapters from adapters/shopify/adapter.yaml. Change that, then run it again.
// swift-format-ignore-file

extension EmbeddedAdapters {
  static let shopify = #"""
# Shopify: webhooks by topic, and the CSV exports. What is a fact and what is not: README.md.
version: 1
id: shopify
release: 1.0.0
name: { ko: 쇼피파이, en: Shopify }
platform: Shopify

yes_words: ["yes", "true", subscribed]
no_words: ["no", "false", unsubscribed, not_subscribed]

members:
  id: [Customer ID]
  phone: [Phone]
  email: [Email]
  consents:
    email: [Accepts Email Marketing, Accepts Marketing]
    sms: [Accepts SMS Marketing]
  attributes:
    first_name: [First Name]
    last_name: [Last Name]
    tags: [Tags]

orders:
  id: [Name]
  buyer: { name: [Billing Name], phone: [Phone], email: [Email] }
  placed_at: [Created at]
  paid_at: [Paid at]
  status:
    labels: [Financial Status]
    map: &status
      placed: [pending, authorized]
      paid: [paid, partially_refunded]
      cancelled: [voided]
      refunded: [refunded]
  currency: [Currency]
  total: [Total]
  refunded: [Refunded Amount]
  fill_down: true
  items: { name: [Lineitem name], quantity: [Lineitem quantity], price: [Lineitem price] }

webhook:
  verify: { hmac: { header: X-Shopify-Hmac-SHA256 } }
  event: { header: X-Shopify-Topic }
  at: { header: X-Shopify-Triggered-At }
  dedup: { header: X-Shopify-Webhook-Id }

  members:
    id: [id]
    phone: [phone]
    email: [email]
    joined_at: [created_at]
    updated_at: [updated_at]
    consents:
      email:
        first: [[email_marketing_consent.state], [accepts_marketing]]
        changed_date: [email_marketing_consent.consent_updated_at]
        yes_words: [subscribed, "true"]
        no_words: [unsubscribed, not_subscribed, "false"]
      sms:
        labels: [sms_marketing_consent.state]
        changed_date: [sms_marketing_consent.consent_updated_at]
        yes_words: [subscribed]
        no_words: [unsubscribed, not_subscribed]
    attributes:
      first_name: [first_name]
      last_name: [last_name]
      tags: [tags]

  orders:
    id: [name]
    member_id: [customer.id]
    buyer: { name: [billing_address.name], phone: [phone], email: [email] }
    placed_at: [created_at]
    updated_at: [updated_at]
    status: { labels: [financial_status], map: *status }
    currency: [currency]
    total: { first: [[current_total_price], [total_price]] }
    items: { each: [line_items], id: [id], name: [title], quantity: [quantity], price: [price] }

  routes:
    customers/create: member
    customers/update: member
    customers_marketing_consent/update: { to: member, ids: { first: [[customer_id], [id]] } }
    customers_email_marketing_consent/update: { to: member, ids: { first: [[customer_id], [id]] } }
    customers/delete: member_withdrawn
    customers/redact: { to: erase, ids: [customer.id] }
    orders/create: { to: order, set: { placed_at: event_time } }
    orders/updated: order
    orders/paid: { to: order, set: { status: paid, paid_at: event_time } }
    orders/fulfilled: order
    orders/cancelled: { to: order, set: { status: cancelled } }

"""#
}
