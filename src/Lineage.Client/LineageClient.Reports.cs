using System.Text.Json;

namespace Lineage.Client;

public sealed partial class LineageClient
{
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SlowestPoll = TimeSpan.FromSeconds(2);

    /// <summary>Says who answers for the processing; needed before reports can be made. Saying the same again changes nothing.</summary>
    /// <param name="organisation">What stands on the cover from now on.</param>
    /// <param name="ct">Stops the request.</param>
    /// <exception cref="LineageProblemException">A part is missing or too long, or no right.</exception>
    public async Task DescribeOrganisationAsync(Organisation organisation, CancellationToken ct = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(organisation, Json);
        using var response = await WriteAsync(HttpMethod.Put, "api/v1/organisation", body, ct).ConfigureAwait(false);
    }

    /// <summary>Orders a report; it is made in the background.</summary>
    /// <param name="request">Type, parameters and points in time.</param>
    /// <param name="ct">Stops the request; the report may have been ordered already.</param>
    /// <returns>Where the report will be; pass it to <see cref="WaitForReportAsync"/>.</returns>
    /// <exception cref="LineageProblemException">Unknown type, a missing parameter, a mandatory field that cannot be filled, or no right.</exception>
    public async Task<ReportHandle> CreateReportAsync(ReportRequest request, CancellationToken ct = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, Json);
        using var response = await PostAsync("api/v1/reports", body, ct).ConfigureAwait(false);
        var location = response.Headers.Location?.OriginalString.TrimEnd('/') ?? throw new JsonException("The server did not say where the report will be.");
        return new(location);
    }

    /// <summary>Waits until a report is made or has failed.</summary>
    /// <param name="report">What <see cref="CreateReportAsync"/> gave.</param>
    /// <param name="progress">Told of every state seen, also the last; may be null.</param>
    /// <param name="ct">Stops waiting; the server goes on making the report.</param>
    /// <returns>The last state; <see cref="ReportState.Succeeded"/> says whether there is content.</returns>
    public async Task<ReportState> WaitForReportAsync(ReportHandle report, IProgress<ReportState>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        for (var wait = FirstPoll; ; wait = wait * 2 < SlowestPoll ? wait * 2 : SlowestPoll)
        {
            var state = await GetJsonAsync<ReportState>(report.Location, ct).ConfigureAwait(false);
            progress?.Report(state);
            if (state.Finished)
                return state;
            await Task.Delay(wait, Options.Time, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Puts the caller's name to a report that is made; saying the same again changes nothing.</summary>
    /// <param name="report">What <see cref="CreateReportAsync"/> gave.</param>
    /// <param name="meaning"><c>prepared</c>, <c>reviewed</c> or <c>approved</c> (21 CFR 11.50).</param>
    /// <param name="ct">Stops the request.</param>
    /// <exception cref="LineageProblemException">The report is not ready, or no right.</exception>
    public async Task SignReportAsync(ReportHandle report, string meaning, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var response = await PostAsync(report.Location + "/sign", JsonSerializer.SerializeToUtf8Bytes(new { meaning }, Json), ct).ConfigureAwait(false);
    }

    /// <summary>Copies a report that is made into a stream.</summary>
    /// <param name="report">What <see cref="CreateReportAsync"/> gave.</param>
    /// <param name="mediaType"><c>application/json</c>, <c>text/html</c>, <c>application/pdf</c>, <c>text/csv</c> or <c>application/zip</c>.</param>
    /// <param name="destination">Receives the bytes; stays open.</param>
    /// <param name="ct">Stops the copy.</param>
    /// <exception cref="LineageProblemException">Not made yet, not to be had in this form, or no right.</exception>
    public async Task DownloadReportAsync(ReportHandle report, string mediaType, Stream destination, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var response = await SendAsync(() => Request(HttpMethod.Get, report.Location + "/content", mediaType), whole: false, ct).ConfigureAwait(false);
        await response.Content.CopyToAsync(destination, ct).ConfigureAwait(false);
    }

    /// <summary>Copies the pack of a report, with its evidence, into a stream. The server waits until the pack itself is sealed in the log.</summary>
    /// <param name="report">What <see cref="CreateReportAsync"/> gave.</param>
    /// <param name="payloads">True to have opened what events say in full; else only their core facts.</param>
    /// <param name="destination">Receives the bytes of a zip file; stays open.</param>
    /// <param name="ct">Stops the copy.</param>
    /// <exception cref="LineageProblemException">Not made yet, not sealed in time, or no right.</exception>
    public async Task DownloadReportPackAsync(ReportHandle report, bool payloads, Stream destination, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var content = $"{report.Location}/content?openings={(payloads ? "payloads" : "cores")}";
        using var response = await SendAsync(() => Request(HttpMethod.Get, content, "application/zip"), whole: false, ct).ConfigureAwait(false);
        await response.Content.CopyToAsync(destination, ct).ConfigureAwait(false);
    }
}
