namespace Lineage.Server.Infrastructure.Http;

internal static class Endpoints
{
    /// <summary>Maps every <see cref="IEndpoint"/> of this assembly, in the order of their names.</summary>
    public static void MapAll(IEndpointRouteBuilder api) => MapAll(api, typeof(Endpoints).Assembly.GetTypes());

    /// <summary>Maps those of the given types that are endpoints.</summary>
    public static void MapAll(IEndpointRouteBuilder api, IEnumerable<Type> types)
    {
        foreach (var type in types.Where(t => t.IsClass && t.IsAssignableTo(typeof(IEndpoint))).OrderBy(t => t.FullName, StringComparer.Ordinal))
            type.GetInterfaceMap(typeof(IEndpoint)).TargetMethods.Single().CreateDelegate<Action<IEndpointRouteBuilder>>()(api);
    }
}
