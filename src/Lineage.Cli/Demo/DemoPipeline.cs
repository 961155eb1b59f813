using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lineage.Client;
using Lineage.Contracts;
using Npgsql;

namespace Lineage.Cli.Demo;

/// <summary>
/// A small pipeline that really runs: shop files, warehouse tables, a mart without readable personal data, a training set, a trained model.
/// Each step is a tracked run.
/// </summary>
internal sealed class DemoPipeline(LineageClient client, DemoPlaces places, string version)
{
    private const string Namespace = "lineage-demo";
    private const string Source = "src/Lineage.Cli/Demo/DemoPipeline.cs";
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly string[] Features = ["age", "orders_before", "spent_before", "days_since_last"];

    private static readonly FieldSpec[] CustomerFields =
    [
        new("customer_id", "integer"), new("full_name", "text"), new("email", "text"), new("birth_date", "date"), new("country", "text"), new("registered_on", "date"),
    ];

    private static readonly FieldSpec[] OrderFields =
    [
        new("order_id", "integer"), new("customer_id", "integer"), new("ordered_on", "date"), new("product", "text"), new("amount", "numeric(10,2)"),
    ];

    private static readonly FieldSpec[] MartFields =
    [
        new("customer_hash", "text", "SHA-256 of the e-mail address"), new("birth_year", "integer"), new("country", "text"), new("orders_before", "integer"),
        new("spent_before", "double precision"), new("days_since_last", "integer"), new("ordered_again", "boolean"),
    ];

    /// <summary>The steps in their order; each does its work when called and gives the place of what it made.</summary>
    internal IReadOnlyList<(string Name, Func<CancellationToken, Task<string>> Work)> Steps =>
    [
        ("export_shop_files", ExportShopFilesAsync),
        ("load_warehouse", LoadWarehouseAsync),
        ("build_mart", BuildMartAsync),
        ("export_training_set", ExportTrainingSetAsync),
        ("train_model", TrainModelAsync),
    ];

    private async Task<string> ExportShopFilesAsync(CancellationToken stop)
    {
        await TrackAsync("export_shop_files", "Writes the raw customer and order files of an invented shop.", async run =>
        {
            var (customers, orders) = SyntheticShop.Make();
            await WriteFileAsync(run.Output(places.RawCustomers, CustomerFields), places.RawCustomers, customers, stop);
            await WriteFileAsync(run.Output(places.RawOrders, OrderFields), places.RawOrders, orders, stop);
            TagPersonal(run, places.RawCustomers);
            run.Tag(places.RawOrders, "data_category", "user.behavior.purchase_history", "product");
        });
        return Path.GetDirectoryName(places.RawCustomers.Name)!;
    }

    private async Task<string> LoadWarehouseAsync(CancellationToken stop)
    {
        await TrackAsync("load_warehouse", "Copies the raw files into warehouse tables, field by field.", async run =>
        {
            await using var connection = await OpenAsync(stop);
            await ExecuteAsync(connection, DemoSql.CreateTables, stop);
            await LoadAsync(run, connection, places.RawCustomers, places.Customers, CustomerFields, DemoSql.CopyCustomers, stop);
            await LoadAsync(run, connection, places.RawOrders, places.Orders, OrderFields, DemoSql.CopyOrders, stop);
            TagPersonal(run, places.Customers);
        });
        return places.Customers.Name;
    }

    private static async Task LoadAsync(TrackedRun run, NpgsqlConnection connection, DatasetName file, DatasetName table, FieldSpec[] fields, string copy, CancellationToken stop)
    {
        var text = await File.ReadAllTextAsync(file.Name, stop);
        var rows = Csv.Parse(text);
        await using (var writer = await connection.BeginTextImportAsync(copy, stop))
            await writer.WriteAsync(text.AsMemory(), stop);
        run.Input(file, fields).Version(file, Digest(text));
        run.Output(table, fields).Kind(table, "TABLE").Written(table, rows.Count - 1);
        foreach (var field in fields)
            run.Derive(table, field.Name, file, field.Name, Derivation.Identity);
    }

    private async Task<string> BuildMartAsync(CancellationToken stop)
    {
        await TrackAsync("build_mart", "Joins customers and orders; e-mail addresses leave as hashes, dates of birth as years, names not at all.", async run =>
        {
            run.Sql(DemoSql.BuildMart).Input(places.Customers, CustomerFields).Input(places.Orders, OrderFields);
            await using var connection = await OpenAsync(stop);
            await ExecuteAsync(connection, DemoSql.BuildMart, stop);
            run.Output(places.Mart, MartFields).Kind(places.Mart, "TABLE").Written(places.Mart, await CountAsync(connection, stop));
            run.Derive(places.Mart, "customer_hash", places.Customers, "email", Derivation.Masked("sha256"));
            run.Derive(places.Mart, "birth_year", places.Customers, "birth_date", Derivation.Masked("year only"));
            run.Derive(places.Mart, "country", places.Customers, "country", Derivation.Identity);
            run.Derive(places.Mart, "orders_before", places.Orders, "order_id", Derivation.Aggregated);
            run.Derive(places.Mart, "spent_before", places.Orders, "amount", Derivation.Aggregated);
            run.Derive(places.Mart, "days_since_last", places.Orders, "ordered_on", Derivation.Aggregated);
            run.Derive(places.Mart, "ordered_again", places.Orders, "ordered_on", Derivation.Aggregated);
            foreach (var field in MartFields.Skip(3))
                run.Derive(places.Mart, field.Name, places.Orders, "customer_id", Derivation.Joined);
            run.Tag(places.Mart, "data_category", "user.unique_id.pseudonymous", "customer_hash");
        });
        return places.Mart.Name;
    }

    private async Task<string> ExportTrainingSetAsync(CancellationToken stop)
    {
        await TrackAsync("export_training_set", "Takes the features and the label out of the mart, without any identifier.", async run =>
        {
            run.Sql(DemoSql.TrainingSet).Input(places.Mart, MartFields);
            await using var connection = await OpenAsync(stop);
            var csv = new StringBuilder(Csv.Line([.. Features, "ordered_again"]));
            await using (var command = new NpgsqlCommand(DemoSql.TrainingSet, connection))
            await using (var reader = await command.ExecuteReaderAsync(stop))
            {
                while (await reader.ReadAsync(stop))
                    csv.Append(Csv.Line(Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!.ToLowerInvariant())));
            }

            FieldSpec[] fields = [.. Features.Select(f => new FieldSpec(f, "number")), new("ordered_again", "boolean")];
            await WriteFileAsync(run.Output(places.TrainingSet, fields), places.TrainingSet, csv.ToString(), stop);
            run.Derive(places.TrainingSet, "age", places.Mart, "birth_year", Derivation.Computed);
            foreach (var name in (string[])[.. Features.Skip(1), "ordered_again"])
                run.Derive(places.TrainingSet, name, places.Mart, name, Derivation.Identity);
        });
        return places.TrainingSet.Name;
    }

    private async Task<string> TrainModelAsync(CancellationToken stop)
    {
        await TrackAsync("train_model", "Trains a logistic regression that tells who will order again, and measures it on rows it has not seen.", async run =>
        {
            var text = await File.ReadAllTextAsync(places.TrainingSet.Name, stop);
            var rows = Csv.Parse(text);
            run.Input(places.TrainingSet, [.. rows[0].Select(name => new FieldSpec(name))]).Version(places.TrainingSet, Digest(text));
            var data = rows.Skip(1).Select(r => r[..^1].Select(c => double.Parse(c, CultureInfo.InvariantCulture)).ToArray()).ToList();
            var labels = rows.Skip(1).Select(r => bool.Parse(r[^1])).ToList();
            var seen = data.Count * 4 / 5;
            var model = LogisticRegression.Train(data[..seen], labels[..seen], epochs: 300, rate: 0.5);
            var metrics = new
            {
                TrainingRows = seen,
                TestRows = data.Count - seen,
                Accuracy = model.Accuracy(data[seen..], labels[seen..]),
                LogLoss = model.LogLoss(data[seen..], labels[seen..]),
                AlwaysYes = labels[seen..].Average(l => l ? 1.0 : 0.0),
            };
            var json = JsonSerializer.Serialize(new { Kind = "logistic-regression", Features, model.Bias, model.Weights, model.Means, model.Deviations, Metrics = metrics }, Readable);
            await WriteFileAsync(run.Output(places.Model, new FieldSpec("weights", "array")).Kind(places.Model, "MODEL"), places.Model, json, stop);
            foreach (var feature in rows[0])
                run.Derive(places.Model, "weights", places.TrainingSet, feature, Derivation.Aggregated);
        });
        return places.Model.Name;
    }

    /// <summary>A tracked run never breaks its host; here the events are the point, so a lost one fails the step.</summary>
    private async Task TrackAsync(string job, string documentation, Func<TrackedRun, Task> work)
    {
        var lost = new ConcurrentQueue<Exception>();
        await TrackedRun.RunAsync(client, new JobName(Namespace, job), work, new()
        {
            Documentation = documentation,
            SourceCode = new SourceCodeLocation(new Uri($"https://lineage.example.org/{Source}"), Path: Source, Version: version),
            Owners = ["data-team@example.org"],
            FlushTimeout = TimeSpan.FromSeconds(30),
            OnError = lost.Enqueue,
        });
        if (lost.TryDequeue(out var reason))
            throw new InvalidOperationException("An event of the run was lost.", reason);
    }

    private static void TagPersonal(TrackedRun run, DatasetName dataset)
    {
        run.Tag(dataset, "data_category", "user.name", "full_name");
        run.Tag(dataset, "data_category", "user.contact.email", "email");
        run.Tag(dataset, "data_category", "user.demographic.date_of_birth", "birth_date");
        run.Tag(dataset, "data_category", "user.location.imprecise", "country");
    }

    private static async Task WriteFileAsync(TrackedRun run, DatasetName file, string text, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file.Name)!);
        await File.WriteAllTextAsync(file.Name, text, stop);
        run.Version(file, Digest(text)).Written(file, text.Count(c => c == '\n') - 1, Encoding.UTF8.GetByteCount(text));
    }

    private static string Digest(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken stop)
    {
        var connection = new NpgsqlConnection(places.Warehouse);
        await connection.OpenAsync(stop);
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(DemoSql.CountMart, connection);
        return (long)(await command.ExecuteScalarAsync(stop))!;
    }
}
