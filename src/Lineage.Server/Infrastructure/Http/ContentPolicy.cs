namespace Lineage.Server.Infrastructure.Http;

/// <summary>Endpoint metadata: a Content-Security-Policy of its own, for a page that cannot live with the common one.</summary>
/// <param name="For">Makes the header's value when the answer starts.</param>
internal sealed record ContentPolicy(Func<HttpContext, string> For);
