namespace Lineage.Server.Infrastructure.Http;

/// <summary>The routes of one use case. Found by its type, as handlers and validators are.</summary>
internal interface IEndpoint
{
    /// <param name="api">The group <c>/api/v1</c>.</param>
    static abstract void Map(IEndpointRouteBuilder api);
}
