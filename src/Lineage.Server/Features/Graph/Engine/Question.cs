using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>A question about lineage as the engine takes it.</summary>
/// <param name="ValidAt">The window's valid time, in ticks of whole microseconds, as the tables hold it.</param>
/// <param name="Current">False when every statement in the window counts.</param>
/// <param name="Writers">For a version: the runs and static events that wrote it.</param>
internal sealed record Question(long Sequence, long ValidAt, Node Root, string Direction, string Granularity, bool Current, int Depth, int Limit, Guid[] Writers);

/// <summary>What the engine found, in ids; names are put to them elsewhere.</summary>
/// <param name="Depths">By node.</param>
/// <param name="Names">By node: all names of the same data, where there are several.</param>
/// <param name="Runs">By node, for runs: their job and state in the window, and their id as its client wrote it.</param>
/// <param name="Vias">The jobs and datasets that edges name.</param>
/// <param name="Ways">The transformations that edges name.</param>
/// <param name="Stubs">Places of nodes with neighbours that the limit left out.</param>
internal sealed record Found(Node[] Nodes, int[] Depths, Guid[]?[]? Names, RunSeen?[]? Runs, List<FoundEdge> Edges, Node[] Vias, Contracts.Transformation[] Ways, int[] Stubs);

/// <summary>A run's job, its state and its id as text.</summary>
internal sealed record RunSeen(Guid? Job, string? State, string RunId);

/// <summary>An edge between two of the nodes found, by their places; there may be several between the same two.</summary>
/// <param name="Via">Place among the vias; -1 for none.</param>
/// <param name="Mark">As in <see cref="Line"/>.</param>
internal readonly record struct FoundEdge(int From, int To, int Via, int Mark)
{
    public Interpretation.Basis Basis => new Line(0, 0, Mark).Basis;

    /// <summary>Place among the ways; -1 for none.</summary>
    public int Way => new Line(0, 0, Mark).Way;
}
