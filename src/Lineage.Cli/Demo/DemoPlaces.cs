using Lineage.Contracts;
using Npgsql;

namespace Lineage.Cli.Demo;

/// <summary>Where the demonstration keeps its data, as paths and as dataset names.</summary>
internal sealed class DemoPlaces
{
    internal const string Schema = "demo_warehouse";

    internal DemoPlaces(string output, string warehouse)
    {
        Output = Path.GetFullPath(output);
        Warehouse = warehouse;
        RawCustomers = File("raw", "customers.csv");
        RawOrders = File("raw", "orders.csv");
        TrainingSet = File("training", "reorder.csv");
        Model = File("model", "reorder.json");
        Customers = Table("customers");
        Orders = Table("orders");
        Mart = Table("mart_customers");
    }

    internal string Output { get; }

    internal string Warehouse { get; }

    internal DatasetName RawCustomers { get; }

    internal DatasetName RawOrders { get; }

    internal DatasetName Customers { get; }

    internal DatasetName Orders { get; }

    internal DatasetName Mart { get; }

    internal DatasetName TrainingSet { get; }

    internal DatasetName Model { get; }

    private DatasetName File(params string[] parts) => new("file", Path.Combine([Output, .. parts]));

    private DatasetName Table(string name)
    {
        var connection = new NpgsqlConnectionStringBuilder(Warehouse);
        return new($"postgres://localhost:{connection.Port}", $"{connection.Database}.{Schema}.{name}");
    }
}
