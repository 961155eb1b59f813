using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.Graph.Facts;

/// <summary>How kinds are written in the tables.</summary>
internal static class Kinds
{
    public static string Of(ObservationKind kind) => kind switch { ObservationKind.Run => "run", ObservationKind.Job => "job", _ => "dataset" };

    public static string Of(DatasetRole role) => role switch { DatasetRole.Input => "input", DatasetRole.Output => "output", DatasetRole.Subject => "subject", _ => "referenced" };

    public static string Of(Basis basis) => basis switch { Basis.Lineage => "lineage", Basis.ColumnLineage => "columnLineage", _ => "inputs" };

    public static string Of(FacetScope scope) => scope switch { FacetScope.Run => "run", FacetScope.Job => "job", FacetScope.Dataset => "dataset", FacetScope.Input => "input", _ => "output" };
}
