using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>An edge at a node, seen from that node.</summary>
/// <param name="To">The node at its other end; in rows of fields a whole dataset is its number's complement.</param>
/// <param name="Via">The job that made it, or the dataset in between; -1 for none.</param>
/// <param name="Mark">What it rests on, and the number of the transformation.</param>
internal readonly record struct Line(int To, int Via, int Mark)
{
    public Basis Basis => (Basis)(Mark & 3);

    /// <summary>-1 for none.</summary>
    public int Way => (Mark >> 2) - 1;

    public static int MarkOf(Basis basis, int way = -1) => (int)basis | ((way + 1) << 2);
}

/// <summary>A line, and the valid times between which it holds (the second not included).</summary>
internal readonly record struct TimedLine(Line Line, long From, long Until) : IComparable<TimedLine>
{
    public int CompareTo(TimedLine other) =>
        Line.To != other.Line.To ? Line.To.CompareTo(other.Line.To)
        : Line.Via != other.Line.Via ? Line.Via.CompareTo(other.Line.Via)
        : Line.Mark != other.Line.Mark ? Line.Mark.CompareTo(other.Line.Mark)
        : From.CompareTo(other.From);
}

/// <summary>The edges at the nodes of one walk.</summary>
internal interface ILines
{
    /// <summary>The edges that lead into the node (upstream) or out of it; the same ones whenever it is asked during a walk, good until it is asked again.</summary>
    ReadOnlySpan<Line> Of(int node, bool upstream);

    /// <summary>The same by node, where a kept row is all that <see cref="Of"/> would give; null when it never is. Rows not kept yet are null.</summary>
    Line[]?[]? Kept(bool upstream);
}
