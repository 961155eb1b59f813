using System.Diagnostics;
using System.Globalization;
using Lineage.Cli.Commands;
using Lineage.Cli.Emission;
using Lineage.Cli.Rendering;
using Lineage.Client;
using Lineage.Server;

namespace Lineage.Cli.Demo;

/// <summary>One step of the demonstration as it went.</summary>
internal sealed record DemoStep(string Name, double Seconds, bool Done, string Result);

/// <summary>The demonstration against a running server: pipeline, recorded events, lineage, reports.</summary>
internal sealed class DemoRun(Call call, RunningServer server, string output)
{
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(60);
    private readonly List<DemoStep> steps = [];

    internal IReadOnlyList<DemoStep> Steps => steps;

    /// <summary>Does everything in order and stops at the first step that fails.</summary>
    internal async Task<bool> DoAsync(string? events)
    {
        var emitter = Client("demo-pipeline", "emitter");
        var officer = Client("demo-officer", "officer", "reader");
        var warehouse = await server.DatabaseBesideAsync("demo", call.Stop) ?? throw new InvalidOperationException("The demonstration needs the server's own PostgreSQL; unset ConnectionStrings__Lineage.");
        var places = new DemoPlaces(output, warehouse);
        foreach (var (name, work) in new DemoPipeline(emitter, places, Version).Steps)
        {
            if (!await StepAsync(name, () => work(call.Stop)))
                return false;
        }

        if (events is not null && !await StepAsync("import events", () => ImportAsync(emitter, events)))
            return false;
        return await StepAsync("projections caught up", () => CaughtUpAsync(officer))
            && await StepAsync("lineage of the model", () => ShowLineageAsync(officer, places))
            && await StepAsync("name the controller", () => NameControllerAsync(officer))
            && await StepAsync("report on the mart", () => DemoReports.WriteAsync(call.Host, officer, places.Mart, "mart", places.Output, call.Stop))
            && await StepAsync("report on the training set", () => DemoReports.WriteAsync(call.Host, officer, places.TrainingSet, "training-set", places.Output, call.Stop))
            && await StepAsync("report on the model", () => DemoReports.WriteAsync(call.Host, officer, places.Model, "model", places.Output, call.Stop))
            && await StepAsync("verify the packs offline", () => DemoReports.VerifyAsync(officer, places.Output, call.Stop));
    }

    private LineageClient Client(string subject, params string[] roles) =>
        new(call.Host.Http, new() { Url = server.Url, Token = server.Issue(subject, roles, "default", TimeSpan.FromHours(8)) });

    private async Task<bool> StepAsync(string name, Func<Task<string>> work)
    {
        var clock = Stopwatch.StartNew();
        DemoStep step;
        try
        {
            var result = await work();
            step = new(name, clock.Elapsed.TotalSeconds, true, result);
        }
        catch (Exception e) when (!call.Stop.IsCancellationRequested)
        {
            step = new(name, clock.Elapsed.TotalSeconds, false, $"{e.GetType().Name}: {e.Message}");
        }

        steps.Add(step);
        await call.Host.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{(step.Done ? "done  " : "FAILED")} {step.Name} ({step.Seconds:0.0} s) {step.Result}"));
        return step.Done;
    }

    private async Task<string> ImportAsync(LineageClient emitter, string folder)
    {
        var sender = new BatchSender(emitter, EmissionReport.Failures(call));
        await ImportOpenLineageCommand.SendAsync(call.Host, sender, ImportOpenLineageCommand.Find(folder), call.Stop);
        var result = sender.Result;
        return $"received {result.Received}, stored {result.Successful} ({result.Duplicates} duplicates), refused {result.Failed}";
    }

    private async Task<string> NameControllerAsync(LineageClient officer)
    {
        var controller = new Party("Invented Shop Ltd (demonstration)", "1 Example Street, 00000 Sampletown", "privacy@example.org");
        await officer.DescribeOrganisationAsync(new(controller, new Party("D. P. Officer (demonstration)", controller.Address, "dpo@example.org")), call.Stop);
        return controller.Name;
    }

    private async Task<string> CaughtUpAsync(LineageClient officer)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < CatchUp)
        {
            var status = await officer.GetStatusAsync(call.Stop);
            if (status.Events > 0 && status.Projected >= status.Sequence)
                return $"{status.Events} events";
            await Task.Delay(100, call.Stop);
        }

        throw new TimeoutException("The projections did not catch up with the record.");
    }

    private async Task<string> ShowLineageAsync(LineageClient officer, DemoPlaces places)
    {
        var answer = await officer.GetLineageAsync(places.Model.Node, LineageDirection.Upstream, ct: call.Stop);
        if (!call.Json)
            call.Host.Console.Write(LineageTree.Draw(answer, upstream: true));
        var missing = new[] { places.RawCustomers, places.RawOrders }.Where(raw => answer.Nodes.All(n => n.Id != raw.Node.ToString())).ToList();
        if (missing.Count > 0)
            throw new InvalidOperationException($"The model's lineage does not reach {missing[0].Name}.");
        return $"{answer.Nodes.Count} nodes";
    }

    private static string Version => typeof(DemoRun).Assembly.GetName().Version?.ToString(3) ?? "";
}
