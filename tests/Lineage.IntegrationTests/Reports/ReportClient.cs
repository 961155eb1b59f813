using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Lineage.IntegrationTests.Reports;

/// <summary>Asks for reports over HTTP.</summary>
internal sealed class ReportClient(HttpClient http)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public async Task DescribeOrganisation()
    {
        using var answer = await http.PutAsJsonAsync("/api/v1/organisation", new
        {
            controller = new { name = "Sample Retail GmbH", address = "Musterstraße 1, 10115 Berlin, Germany", contact = "privacy@retail.example.com" },
            dataProtectionOfficer = new { name = "Dr. Jana Přibylová", address = "Musterstraße 1, 10115 Berlin, Germany", contact = "dpo@retail.example.com" },
            confidentiality = "Confidential",
        });
        await TestTenant.Read<JsonObject>(answer);
    }

    public Task<HttpResponseMessage> Ask(object question) => http.PostAsJsonAsync("/api/v1/reports", question);

    /// <summary>Asks, and waits until the report is ready or refused.</summary>
    public async Task<JsonObject> Make(object question)
    {
        using var answer = await Ask(question);
        var report = await TestTenant.Read<JsonObject>(answer);
        for (var waited = Stopwatch.StartNew(); (string?)report["state"] == "running"; await Task.Delay(20))
        {
            Assert.True(waited.Elapsed < s_patience, "the report is still being made");
            using var again = await http.GetAsync(new Uri($"/api/v1/reports/{report["id"]}", UriKind.Relative));
            report = await TestTenant.Read<JsonObject>(again);
        }

        return report;
    }

    public async Task<HttpResponseMessage> Content(string id, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/reports/{id}/content");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        return await http.SendAsync(request);
    }

    /// <summary>The pack with its evidence.</summary>
    public async Task<byte[]> Pack(string id, string openings = "cores")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/reports/{id}/content?openings={openings}");
        request.Headers.Accept.Add(new("application/zip"));
        using var answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {(answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync())}");
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>The content part of the JSON form, character by character as the server wrote it.</summary>
    public async Task<string> ContentPart(JsonObject report)
    {
        using var answer = await Content((string)report["id"]!, "application/json");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text[text.IndexOf("\n  \"content\": ", StringComparison.Ordinal)..];
    }

    public async Task<JsonObject> Sign(string id, string meaning)
    {
        using var answer = await http.PostAsJsonAsync($"/api/v1/reports/{id}/sign", new { meaning });
        return await TestTenant.Read<JsonObject>(answer);
    }
}
