namespace Lineage.Cli.Demo;

/// <summary>What the demonstration runs on its warehouse.</summary>
internal static class DemoSql
{
    internal const string CreateTables = """
        drop schema if exists demo_warehouse cascade;
        create schema demo_warehouse;
        create table demo_warehouse.customers (
            customer_id integer primary key, full_name text not null, email text not null, birth_date date not null, country text not null, registered_on date not null);
        create table demo_warehouse.orders (
            order_id integer primary key, customer_id integer not null references demo_warehouse.customers, ordered_on date not null, product text not null, amount numeric(10,2) not null);
        """;

    internal const string CopyCustomers = "copy demo_warehouse.customers from stdin with (format csv, header true)";

    internal const string CopyOrders = "copy demo_warehouse.orders from stdin with (format csv, header true)";

    internal const string BuildMart = """
        create table demo_warehouse.mart_customers as
        select encode(sha256(convert_to(lower(c.email), 'UTF8')), 'hex') as customer_hash,
               extract(year from c.birth_date)::integer as birth_year,
               c.country,
               count(o.order_id) filter (where o.ordered_on < date '2026-01-01')::integer as orders_before,
               coalesce(sum(o.amount) filter (where o.ordered_on < date '2026-01-01'), 0)::double precision as spent_before,
               coalesce(date '2026-01-01' - max(o.ordered_on) filter (where o.ordered_on < date '2026-01-01'), 999) as days_since_last,
               count(o.order_id) filter (where o.ordered_on >= date '2026-01-01' and o.ordered_on < date '2026-01-15') > 0 as ordered_again
        from demo_warehouse.customers c
        left join demo_warehouse.orders o on o.customer_id = c.customer_id
        group by c.customer_id, c.email, c.birth_date, c.country
        """;

    internal const string CountMart = "select count(*) from demo_warehouse.mart_customers";

    internal const string TrainingSet = """
        select 2026 - birth_year as age, orders_before, spent_before, days_since_last, ordered_again
        from demo_warehouse.mart_customers
        order by customer_hash
        """;
}
