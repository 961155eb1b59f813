using System.Text;
using Lineage.Merkle;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lineage.Cli.Witnessing;

/// <summary>Answers <c>POST /add-checkpoint</c> (C2SP tlog-witness).</summary>
internal static class WitnessServer
{
    private const int LongestBody = 64 * 1024;

    /// <returns>A server that answers; its address is in <see cref="WebApplication.Urls"/>.</returns>
    internal static async Task<WebApplication> StartAsync(WitnessState state, string listen, TextWriter error, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(listen.Contains("://", StringComparison.Ordinal) ? listen : $"http://{listen}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = LongestBody);
        var app = builder.Build();
        app.MapPost("/add-checkpoint", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            var answer = Answer(state, body.ToArray(), error);
            http.Response.StatusCode = answer.Status;
            http.Response.ContentType = answer.ContentType;
            await http.Response.WriteAsync(answer.Body, Encoding.UTF8, http.RequestAborted);
        });
        await app.StartAsync(stop);
        return app;
    }

    private static WitnessAnswer Answer(WitnessState state, byte[] body, TextWriter error)
    {
        try
        {
            var answer = state.Add(body);
            if (answer.Status == 422) error.WriteLine($"REFUSED: {answer.Body.TrimEnd()} A log whose history does not continue was forked or rewritten.");
            return answer;
        }
        catch (IOException e)
        {
            error.WriteLine(e.Message);
            return new(500, "The witness cannot read or write what it remembers.\n", null);
        }
    }
}
