using System.Net.Http.Headers;
using System.Text.Json;
using Lineage.Contracts;

namespace Lineage.Client;

public sealed partial class LineageClient
{
    /// <summary>Says who answers for the processing. Saying the same again changes nothing.</summary>
    /// <param name="organisation">What shall stand on the cover of reports from now on.</param>
    /// <param name="ct">Stops the request.</param>
    /// <exception cref="LineageProblemException">A part is missing or too long, or the token has no right.</exception>
    public async Task DescribeOrganisationAsync(Organisation organisation, CancellationToken ct = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(organisation, Json);
        using var response = await SendAsync(() =>
        {
            var request = Request(HttpMethod.Put, "api/v1/organisation", "application/json");
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return request;
        }, ct).ConfigureAwait(false);
    }
}
