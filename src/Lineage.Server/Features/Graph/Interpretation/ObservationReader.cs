using System.Text.Json;
using Lineage.Contracts;

namespace Lineage.Server.Features.Graph.Interpretation;

/// <summary>Reads what an OpenLineage event says (specification 2-0-2). Pure: the same bytes always give the same observation.</summary>
internal sealed class ObservationReader
{
    /// <summary>The version of this reading; named in every report, since another reading may give another answer.</summary>
    public const int Version = 1;

    private readonly List<DatasetUse> _uses = [];
    private readonly List<SourceStatement> _sources = [];
    private readonly List<FieldDerivation> _fields = [];
    private readonly List<JobStatement> _jobEdges = [];
    private readonly List<JobDependency> _dependencies = [];
    private readonly List<Symlink> _symlinks = [];
    private readonly List<FacetStatement> _facets = [];
    private readonly JobName? _job;

    private ObservationReader(JobName? job) => _job = job;

    /// <summary>Reads stored bytes; null when they were erased or do not have the shape that the door asks for.</summary>
    public static Observation? Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty) return null;
        using var document = JsonDocument.Parse(body, JsonLimits.Document);
        return Read(document.RootElement);
    }

    /// <summary>Reads an event; null when it lacks what the door asks for.</summary>
    public static Observation? Read(JsonElement e)
    {
        var kind = e.Property("run") is not null ? ObservationKind.Run : e.Property("dataset") is not null ? ObservationKind.Dataset : ObservationKind.Job;
        if (EventTime.Read(e.Text("eventTime")) is not { } time) return null;
        var job = kind == ObservationKind.Dataset ? null : e.Member("job")?.Job();
        var run = kind == ObservationKind.Run ? e.Member("run") : null;
        var subject = kind == ObservationKind.Dataset ? e.Member("dataset")?.Dataset() : null;
        if (kind == ObservationKind.Dataset ? subject is null : job is null) return null;
        return new ObservationReader(job).Read(e, kind, time.Value, run, subject);
    }

    private Observation Read(JsonElement e, ObservationKind kind, DateTimeOffset validAt, JsonElement? run, DatasetName? subject)
    {
        ParentRun? parent = null;
        if (run is { } r)
        {
            parent = ReadRun(r);
            Keep(FacetScope.Run, null, r, "facets");
        }

        if (_job is not null && e.Member("job") is { } job) ReadJob(job);
        foreach (var input in e.Items("inputs")) ReadDataset(input, DatasetRole.Input);
        foreach (var output in e.Items("outputs")) ReadDataset(output, DatasetRole.Output);
        if (subject is not null) ReadDataset(e.Member("dataset")!.Value, DatasetRole.Subject);
        var states = e.Member("inputs") is not null || e.Member("outputs") is not null || _sources.Exists(s => s.Basis == Basis.Lineage);
        return new(
            kind, validAt, kind == ObservationKind.Run ? e.Text("eventType") : null, run?.Text("runId"), _job, subject, e.Text("producer"), states, parent,
            Once(_uses), Once(_sources), _fields, Once(_jobEdges), Once(_dependencies), Once(_symlinks), _facets);
    }

    private static List<T> Once<T>(List<T> statements) => statements.Count < 2 ? statements : [.. statements.Distinct()];

    private ParentRun? ReadRun(JsonElement run)
    {
        if (run.Member("facets") is not { } facets) return null;
        if (facets.Member("jobDependencies") is { } dependencies && !dependencies.Flag("_deleted"))
        {
            _dependencies.AddRange(dependencies.Items("upstream").Select(d => d.Member("job")?.Job()).OfType<JobName>().Select(other => new JobDependency(other, _job!)));
            _dependencies.AddRange(dependencies.Items("downstream").Select(d => d.Member("job")?.Job()).OfType<JobName>().Select(other => new JobDependency(_job!, other)));
        }

        return facets.Member("parent") is { ValueKind: JsonValueKind.Object } parent && !parent.Flag("_deleted")
            ? new(
                parent.Member("run")?.Scalar("runId"), parent.Member("job")?.Job(),
                parent.Member("root")?.Member("run")?.Scalar("runId"), parent.Member("root")?.Member("job")?.Job())
            : null;
    }

    private void ReadJob(JsonElement job)
    {
        Keep(FacetScope.Job, null, job, "facets");
        if (job.Member("facets")?.Member("lineage") is not { ValueKind: JsonValueKind.Object } lineage || lineage.Flag("_deleted")) return;
        Explicit();
        foreach (var entry in lineage.Items("entries"))
        {
            if (End(entry) is not { } target) continue;
            if (!target.IsJob) Refer(new(target.Namespace, target.Name));
            ReadTarget(target, entry);
        }
    }

    private void ReadDataset(JsonElement dataset, DatasetRole role)
    {
        if (dataset.Dataset() is not { } name) return;
        _uses.Add(new(name, role));
        Keep(FacetScope.Dataset, name, dataset, "facets");
        if (role == DatasetRole.Input) Keep(FacetScope.Input, name, dataset, "inputFacets");
        if (role == DatasetRole.Output) Keep(FacetScope.Output, name, dataset, "outputFacets");
        if (dataset.Member("facets") is not { } facets) return;
        if (Present(facets, "symlinks") is { } symlinks) ReadSymlinks(name, symlinks);
        if (Present(facets, "columnLineage") is { } columns) ReadColumnLineage(name, role, columns);
        if (Present(facets, "lineage") is { } lineage)
        {
            Explicit();
            ReadTarget(new(false, name.Namespace, name.Name), lineage);
        }
    }

    private static JsonElement? Present(JsonElement facets, string name) =>
        facets.Member(name) is { ValueKind: JsonValueKind.Object } facet && !facet.Flag("_deleted") ? facet : null;

    private void ReadSymlinks(DatasetName dataset, JsonElement facet)
    {
        foreach (var identifier in facet.Items("identifiers"))
        {
            if (identifier.Dataset() is not { } other) continue;
            _symlinks.Add(new(dataset, other, identifier.Text("type") ?? ""));
            Refer(other);
        }
    }

    private void ReadColumnLineage(DatasetName target, DatasetRole role, JsonElement facet)
    {
        foreach (var (field, entry) in facet.Members("fields"))
            foreach (var input in entry.Items("inputFields"))
                Derive(target, role, input, field, Transformations(input, entry));
        foreach (var input in facet.Items("dataset"))
            Derive(target, role, input, null, Transformations(input, null));
    }

    private void Derive(DatasetName target, DatasetRole role, JsonElement input, string? field, IReadOnlyList<Transformation> transformations)
    {
        if (input.Dataset() is not { } source) return;
        Refer(source);
        if (role == DatasetRole.Output) _sources.Add(new(Basis.ColumnLineage, source, target));
        if (input.Text("field") is { Length: > 0 } sourceField) _fields.Add(new(source, sourceField, target, field, transformations, Basis.ColumnLineage));
    }

    /// <summary>The entries of a lineage facet for one target: for the whole of it and for its fields.</summary>
    private void ReadTarget(EdgeEnd target, JsonElement entry)
    {
        foreach (var input in entry.Items("inputs")) ReadInput(target, null, input);
        foreach (var (field, inputs) in entry.Members("fields"))
            foreach (var input in inputs.Items("inputs"))
                ReadInput(target, field, input);
    }

    private void ReadInput(EdgeEnd target, string? field, JsonElement input)
    {
        if (End(input) is not { } source) return;
        if (!source.IsJob) Refer(new(source.Namespace, source.Name));
        if (source.IsJob || target.IsJob)
        {
            _jobEdges.Add(new(source, target));
            return;
        }

        var (from, to) = (new DatasetName(source.Namespace, source.Name), new DatasetName(target.Namespace, target.Name));
        _sources.Add(new(Basis.Lineage, from, to));
        if (input.Text("field") is { Length: > 0 } sourceField) _fields.Add(new(from, sourceField, to, field, Transformations(input, null), Basis.Lineage));
    }

    /// <summary>A dataset or job of the lineage facet; a job without a name is the event's own.</summary>
    private EdgeEnd? End(JsonElement entry) =>
        !string.Equals(entry.Text("type") ?? "DATASET", "DATASET", StringComparison.OrdinalIgnoreCase)
            ? (entry.Job() ?? _job) is { } job ? new(true, job.Namespace, job.Name) : null
            : entry.Dataset() is { } dataset ? new(false, dataset.Namespace, dataset.Name) : null;

    /// <summary>A lineage facet replaces all guessing for its run, even when it names no source.</summary>
    private void Explicit() => _sources.Add(new(Basis.Lineage, null, null));

    private void Refer(DatasetName dataset) => _uses.Add(new(dataset, DatasetRole.Referenced));

    private static List<Transformation> Transformations(JsonElement input, JsonElement? entry)
    {
        List<Transformation> stated = [];
        foreach (var t in input.Items("transformations"))
        {
            if (t.ValueKind != JsonValueKind.Object) continue;
            var way = new Transformation(t.Text("type") ?? "", t.Text("subtype") ?? "", t.Flag("masking"));
            if (!stated.Contains(way)) stated.Add(way);
        }

        // The form before specification 1-1-0 of the facet: one word for the whole field.
        if (stated.Count == 0 && entry?.Text("transformationType") is { Length: > 0 } old)
            stated.Add(new("DIRECT", old, string.Equals(old, "MASKED", StringComparison.OrdinalIgnoreCase)));
        return stated;
    }

    private void Keep(FacetScope scope, DatasetName? dataset, JsonElement holder, string member)
    {
        foreach (var (name, facet) in holder.Members(member))
            if (facet.ValueKind == JsonValueKind.Object)
                _facets.Add(new(scope, dataset, name, _facets.Count, facet.Flag("_deleted"), FacetBodies.Keep(name, facet)));
    }
}
