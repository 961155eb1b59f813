namespace Lineage.Contracts.OpenLineage;

/// <summary>Where a facet stands; the same key may mean different facets in different scopes.</summary>
public enum FacetScope
{
    /// <summary><c>run.facets</c></summary>
    Run,

    /// <summary><c>job.facets</c></summary>
    Job,

    /// <summary><c>facets</c> of a dataset, in whichever role it appears.</summary>
    Dataset,

    /// <summary><c>inputFacets</c>: about this reading of the dataset.</summary>
    Input,

    /// <summary><c>outputFacets</c>: about this writing of the dataset.</summary>
    Output,
}
