namespace Lineage.Server.Infrastructure.Identity;

/// <summary>The caller of this scope: of the HTTP request, or the one named for work that no request started (an import, the demo, a configured gRPC identity).</summary>
internal sealed class CallerAccessor(IHttpContextAccessor http)
{
    private Caller? known;

    /// <summary>The caller, or null before sign-in and on anonymous routes.</summary>
    public Caller? Find() => known ??= Caller.Of(http.HttpContext?.User);

    /// <exception cref="InvalidOperationException">Nobody is known: the route is anonymous or the scope has no request.</exception>
    public Caller Current => Find() ?? throw new InvalidOperationException("There is no caller in this scope.");

    /// <summary>Says on whose behalf this scope works.</summary>
    public void ActAs(Caller caller) => known = caller;
}
