using Lineage.Contracts;
using Lineage.Server.Features.Reports;
using Lineage.Server.Features.Reports.DatasetProvenance;

namespace Lineage.Tests.Reports;

/// <summary>The report shown to officers and auditors as a sample: a customer mart fed by a CRM, a shop and a help desk that fell silent.</summary>
internal static class SampleProvenance
{
    private const string Crm = "postgres://crm.acme.internal:5432", Shop = "postgres://shop.acme.internal:5432", Desk = "s3://acme-helpdesk-export", Warehouse = "snowflake://acme-eu";
    private const string Producer = "https://github.com/OpenLineage/OpenLineage/tree/1.26.0/integration/";

    private static readonly JobName ExtractCustomers = new("crm-sync", "extract_customers");
    private static readonly JobName ExtractOrders = new("shop-elt", "extract_orders");
    private static readonly JobName LoadTickets = new("helpdesk-export", "load_tickets");
    private static readonly JobName MaskCustomers = new("dbt-mart", "staging.customers_masked");
    private static readonly JobName BuildMart = new("dbt-mart", "mart.customer_360");

    internal static ProvenanceContent Content { get; } = Answered();

    internal static WholeReport Report { get; } = new(Cover(), Content);

    internal static string Id(string ns, string name) => $"dataset:{Uri.EscapeDataString(ns)}:{Uri.EscapeDataString(name)}";

    private static ProvenanceContent Answered()
    {
        var content = Unanswered();
        return content with { Answer = PlainWords.Of(content) };
    }

    private static ReportCover Cover() => new(
        "DP-2026-0117",
        ProvenanceDocument.Definition.Title,
        ProvenanceDocument.Definition.LegalSources,
        new("ACME Handels GmbH", "Musterstraße 1, 10115 Berlin, Germany", "privacy@acme.example"),
        null,
        new("Dr. Jana Přibylová", "Musterstraße 1, 10115 Berlin, Germany", "dpo@acme.example"),
        "Confidential",
        new("auditor", "Miriam Okafor"),
        At("2026-04-02 09:14:27.318204"),
        new("Lineage", "0.1.0", "2026-03"),
        [new(Event(0x9c), 20_417, At("2026-04-01 16:40:02.500000"), "GDPR Art. 17(1)(b), request SR-2026-014")]);

    private static ProvenanceContent Unanswered()
    {
        var facts = Facts();
        var (nodes, edges) = (Nodes(), Edges());
        return new(
            "2026-03",
            new(Id(Warehouse, "MART.CUSTOMER_360"), SubjectKind.Dataset, Warehouse, "MART.CUSTOMER_360", null, [new("s3://acme-lake", "mart/customer_360")]),
            ProvenanceDocument.Definition.QuestionAbout("dataset", "MART.CUSTOMER_360"),
            new("upstream", "current", null, 500),
            At("2026-04-01 00:00:00"),
            new(At("2026-04-01 00:00:05.004117"), "seq:48213"),
            new("All events of jobs that lie upstream of the subject, from the first recorded event to both marks.",
                [new("Jobs in namespaces that start with test-", "Set for the whole organisation: test runs on made-up data", 12)]),
            new(
                [
                    new("crm-sync", Producer + "airflow", At("2026-01-05 02:00:04"), At("2026-03-31 02:00:09"), 172, false, null),
                    new("dbt-mart", Producer + "dbt", At("2026-01-05 03:30:01"), At("2026-03-31 03:31:40"), 258, false, null),
                    new("helpdesk-export", null, At("2026-01-05 01:00:00"), At("2026-03-09 01:00:02"), 64, true, "Usually every 24 hours; last heard 22 days before the as-of time."),
                    new("shop-elt", Producer + "airflow", At("2026-01-05 02:15:00"), At("2026-03-31 02:16:12"), 171, false, null),
                ],
                "an emitter is silent when its last event is older, at the as-of time, than three times its median interval over the 30 days before that event.",
                1, 2, 3),
            [],
            facts,
            new(nodes, edges, 0),
            new(Paths(), 0),
            Fields(),
            Changes(),
            Runs(),
            new(665, 12, 1, 2, 650, 650 - facts.Count, facts.Count, facts.Count, nodes.Count, edges.Count));
    }

    private static List<GraphNode> Nodes() =>
    [
        Node(Crm, "crm.public.customers", NodeRole.Origin),
        Node(Shop, "shop.public.orders", NodeRole.Origin),
        Node(Desk, "tickets/daily", NodeRole.Origin),
        Node(Warehouse, "MART.CUSTOMER_360", NodeRole.Subject, new DatasetName("s3://acme-lake", "mart/customer_360")),
        Node(Warehouse, "RAW.CUSTOMERS", NodeRole.Intermediate),
        Node(Warehouse, "RAW.ORDERS", NodeRole.Intermediate),
        Node(Warehouse, "RAW.TICKETS", NodeRole.Intermediate),
        Node(Warehouse, "STAGING.CUSTOMERS_MASKED", NodeRole.Intermediate),
    ];

    private static List<GraphEdge> Edges() =>
    [
        new(Id(Crm, "crm.public.customers"), Id(Warehouse, "RAW.CUSTOMERS"), [ExtractCustomers], EdgeBasis.ColumnLineage, false),
        new(Id(Shop, "shop.public.orders"), Id(Warehouse, "RAW.ORDERS"), [ExtractOrders], EdgeBasis.LineageFacet, false),
        new(Id(Desk, "tickets/daily"), Id(Warehouse, "RAW.TICKETS"), [LoadTickets], EdgeBasis.InputsTimesOutputs, false),
        new(Id(Warehouse, "RAW.CUSTOMERS"), Id(Warehouse, "STAGING.CUSTOMERS_MASKED"), [MaskCustomers], EdgeBasis.ColumnLineage, true),
        new(Id(Warehouse, "RAW.ORDERS"), Id(Warehouse, "MART.CUSTOMER_360"), [BuildMart], EdgeBasis.ColumnLineage, false),
        new(Id(Warehouse, "RAW.TICKETS"), Id(Warehouse, "MART.CUSTOMER_360"), [BuildMart], EdgeBasis.InputsTimesOutputs, false),
        new(Id(Warehouse, "STAGING.CUSTOMERS_MASKED"), Id(Warehouse, "MART.CUSTOMER_360"), [BuildMart], EdgeBasis.ColumnLineage, false),
    ];

    private static List<ProvenancePath> Paths() =>
    [
        new([new(Id(Crm, "crm.public.customers"), []), new(Id(Warehouse, "RAW.CUSTOMERS"), [ExtractCustomers]), new(Id(Warehouse, "STAGING.CUSTOMERS_MASKED"), [MaskCustomers]), new(Id(Warehouse, "MART.CUSTOMER_360"), [BuildMart])]),
        new([new(Id(Shop, "shop.public.orders"), []), new(Id(Warehouse, "RAW.ORDERS"), [ExtractOrders]), new(Id(Warehouse, "MART.CUSTOMER_360"), [BuildMart])]),
        new([new(Id(Desk, "tickets/daily"), []), new(Id(Warehouse, "RAW.TICKETS"), [LoadTickets]), new(Id(Warehouse, "MART.CUSTOMER_360"), [BuildMart])]),
    ];

    private static List<FieldLineageRow> Fields() =>
    [
        Field(Crm, "crm.public.customers", "email", "RAW.CUSTOMERS", "EMAIL", new("DIRECT", "IDENTITY", null, false), "2026-01-05 02:00:09"),
        Field(Crm, "crm.public.customers", "full_name", "RAW.CUSTOMERS", "FULL_NAME", new("DIRECT", "IDENTITY", null, false), "2026-01-05 02:00:09"),
        Field(Crm, "crm.public.customers", "id", "RAW.CUSTOMERS", "CUSTOMER_ID", new("DIRECT", "IDENTITY", null, false), "2026-01-05 02:00:09"),
        Field(Warehouse, "RAW.CUSTOMERS", "CUSTOMER_ID", "STAGING.CUSTOMERS_MASKED", "CUSTOMER_ID", new("DIRECT", "IDENTITY", null, false), "2026-01-05 03:30:20"),
        Field(Warehouse, "RAW.CUSTOMERS", "EMAIL", "STAGING.CUSTOMERS_MASKED", "EMAIL_HASH", new("DIRECT", "TRANSFORMATION", "SHA-256 with a secret salt", true), "2026-01-05 03:30:20"),
        Field(Warehouse, "RAW.CUSTOMERS", "FULL_NAME", "STAGING.CUSTOMERS_MASKED", "INITIALS", new("DIRECT", "TRANSFORMATION", "first letters only", true), "2026-02-16 03:30:19"),
        Field(Warehouse, "RAW.ORDERS", "AMOUNT", "MART.CUSTOMER_360", "LIFETIME_VALUE", new("DIRECT", "AGGREGATION", "sum", false), "2026-01-05 03:31:40"),
        Field(Warehouse, "RAW.ORDERS", "CUSTOMER_ID", "MART.CUSTOMER_360", "LIFETIME_VALUE", new("INDIRECT", "GROUP_BY", null, false), "2026-01-05 03:31:40"),
        Field(Warehouse, "STAGING.CUSTOMERS_MASKED", "CUSTOMER_ID", "MART.CUSTOMER_360", "CUSTOMER_ID", new("DIRECT", "IDENTITY", null, null), "2026-01-05 03:31:40"),
        Field(Warehouse, "STAGING.CUSTOMERS_MASKED", "EMAIL_HASH", "MART.CUSTOMER_360", "EMAIL_HASH", new("DIRECT", "IDENTITY", null, null), "2026-01-05 03:31:40"),
    ];

    private static List<Change> Changes() =>
    [
        new(ChangeKind.Lifecycle, Warehouse, "MART.CUSTOMER_360", [new("created", "the dataset", null, null)], At("2026-01-05 03:31:40"), At("2026-01-05 03:31:41.220100"), Event(7)),
        new(ChangeKind.Schema, Warehouse, "STAGING.CUSTOMERS_MASKED", [new("added", "field INITIALS", null, "VARCHAR"), new("removed", "field FULL_NAME", "VARCHAR", null)], At("2026-02-16 03:30:19"), At("2026-02-16 03:30:21.004000"), Event(9)),
        new(ChangeKind.JobVersion, "dbt-mart", "staging.customers_masked", [new("changed", "source code version", "3f9c1d2", "a81e07b"), new("changed", "SQL text", null, null)], At("2026-02-16 03:30:19"), At("2026-02-16 03:30:21.004000"), Event(9)),
        new(ChangeKind.Ownership, Warehouse, "MART.CUSTOMER_360", [new("changed", "owner", "team:growth", "team:customer-data")], At("2026-03-02 10:00:00"), At("2026-03-02 10:00:00.412007"), Event(11)),
        new(ChangeKind.Schema, Shop, "shop.public.orders", [new("retyped", "field amount", "INTEGER", "NUMERIC(12,2)")], At("2026-03-12 02:15:30"), At("2026-03-14 08:02:11.930411"), Event(12)),
    ];

    private static List<WritingRun> Runs() =>
    [
        new("0195a1c0-4b7e-7c11-9d0a-5a2e6f1b0c29", BuildMart, "completed", At("2026-03-29 03:30:58"), At("2026-03-29 03:31:42")),
        new("0195a6e6-a07e-7f53-8b1c-0d9f3c7e4a51", BuildMart, "failed", At("2026-03-30 03:30:58"), At("2026-03-30 03:31:07")),
        new("0195ac0c-f57e-7a90-a2de-71c4b8e9d013", BuildMart, "completed", At("2026-03-31 03:30:57"), At("2026-03-31 03:31:40")),
    ];

    private static List<FactRow> Facts() =>
    [
        Fact(1, 1_203, "extract_customers read crm.public.customers and wrote RAW.CUSTOMERS; three fields are named.", "run", "2026-01-05 02:00:09", "svc-airflow", "airflow"),
        Fact(2, 1_211, "extract_orders read shop.public.orders and wrote RAW.ORDERS; a lineage facet names both.", "run", "2026-01-05 02:16:02", "svc-airflow", "airflow"),
        Fact(3, 1_188, "load_tickets read tickets/daily and wrote RAW.TICKETS.", "run", "2026-01-05 01:00:31", "svc-helpdesk", null),
        Fact(4, 1_240, "staging.customers_masked read RAW.CUSTOMERS and wrote STAGING.CUSTOMERS_MASKED; EMAIL is masked.", "run", "2026-01-05 03:30:20", "svc-dbt", "dbt"),
        Fact(5, 1_244, "mart/customer_360 in s3://acme-lake is another name of MART.CUSTOMER_360.", "dataset", "2026-01-05 03:31:02", "svc-dbt", "dbt"),
        Fact(7, 1_251, "mart.customer_360 read RAW.ORDERS, RAW.TICKETS and STAGING.CUSTOMERS_MASKED and created MART.CUSTOMER_360.", "run", "2026-01-05 03:31:40", "svc-dbt", "dbt"),
        Fact(9, 22_904, "staging.customers_masked runs from source code a81e07b; FULL_NAME is replaced by INITIALS, masked.", "run", "2026-02-16 03:30:19", "svc-dbt", "dbt"),
        Fact(11, 30_177, "team:customer-data owns MART.CUSTOMER_360.", "dataset", "2026-03-02 10:00:00", "svc-catalog", null),
        Fact(12, 37_650, "shop.public.orders has the field amount as NUMERIC(12,2).", "dataset", "2026-03-12 02:15:30", "svc-airflow", "airflow"),
        Fact(13, 34_002, "load_tickets read tickets/daily and wrote RAW.TICKETS, for the last time so far.", "run", "2026-03-09 01:00:02", "svc-helpdesk", null),
        Fact(14, 46_990, "mart.customer_360 wrote MART.CUSTOMER_360 and completed.", "run", "2026-03-29 03:31:42", "svc-dbt", "dbt"),
        Fact(15, 47_415, "mart.customer_360 failed; nothing is said of its output.", "run", "2026-03-30 03:31:07", "svc-dbt", "dbt"),
        Fact(16, 47_862, "mart.customer_360 wrote MART.CUSTOMER_360 and completed.", "run", "2026-03-31 03:31:40", "svc-dbt", "dbt"),
    ];

    private static GraphNode Node(string ns, string name, NodeRole role, params DatasetName[] names) => new(Id(ns, name), SubjectKind.Dataset, ns, name, null, names, role);

    private static FieldLineageRow Field(string ns, string from, string field, string to, string target, FieldTransformation how, string first) =>
        new(new(ns, from, field), new(Warehouse, to, target), [how], At(first), At("2026-03-31 03:31:40"));

    private static FactRow Fact(int number, long sequence, string what, string kind, string valid, string actor, string? tool) =>
        new(what, kind, At(valid), At(valid).AddMilliseconds(800 + number).AddMicroseconds(117), actor, tool is null ? null : Producer + tool, Event(number), sequence);

    private static string Event(int number) => $"6f1d{number:x4}-52c3-8e0b-9a77-{0xb3d0_0000_0000L + (number * 7_919_993L):x12}";

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time + "Z", System.Globalization.CultureInfo.InvariantCulture);
}
