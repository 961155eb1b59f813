using System.Globalization;

namespace Lineage.Cli.Demo;

/// <summary>Customers and orders of a shop that does not exist. The same seed gives the same rows.</summary>
internal static class SyntheticShop
{
    internal const int Customers = 400;
    private const int Seed = 20260101;

    private static readonly string[] First = ["Ada", "Bruno", "Carla", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas"];
    private static readonly string[] Last = ["Example", "Sample", "Specimen", "Placeholder", "Fictional", "Invented", "Nobody", "Mustermann"];
    private static readonly string[] Countries = ["AT", "DE", "FR", "IT", "NL", "PL"];
    private static readonly string[] Products = ["tea", "kettle", "cup", "honey", "biscuits, mixed"];
    private static readonly DateOnly Start = new(2025, 1, 1);

    internal static (string Customers, string Orders) Make()
    {
#pragma warning disable CA5394 // rows are to be the same each time, not secret
        var random = new Random(Seed);
        var customers = new List<string> { Csv.Line("customer_id", "full_name", "email", "birth_date", "country", "registered_on") };
        var orders = new List<string> { Csv.Line("order_id", "customer_id", "ordered_on", "product", "amount") };
        for (var id = 1; id <= Customers; id++)
        {
            var (first, last) = (First[random.Next(First.Length)], Last[random.Next(Last.Length)]);
            var birth = new DateOnly(1945, 1, 1).AddDays(random.Next(60 * 365));
            customers.Add(Csv.Line(Text(id), $"{first} {last}", $"{first}.{last}.{id}@example.org".ToLowerInvariant(), Day(birth), Countries[random.Next(Countries.Length)], Day(Start.AddDays(-random.Next(700)))));
            var loyalty = random.NextDouble();
            for (var day = random.Next(60); day < 455; day += 5 + (int)(random.NextDouble() * 240 * (1.05 - loyalty)))
                orders.Add(Csv.Line(Text(orders.Count), Text(id), Day(Start.AddDays(day)), Products[random.Next(Products.Length)], (3 + random.NextDouble() * 60 * (0.4 + loyalty)).ToString("F2", CultureInfo.InvariantCulture)));
        }
#pragma warning restore CA5394

        return (string.Concat(customers), string.Concat(orders));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
