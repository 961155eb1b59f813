using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lineage.Client;

namespace Lineage.Cli;

/// <summary>One call of a verb: what was given, and the client made from it.</summary>
internal sealed class Call(CliHost host, ParseResult parse, CancellationToken stop)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal CliHost Host { get; } = host;

    internal ParseResult Parse { get; } = parse;

    internal CancellationToken Stop { get; } = stop;

    internal bool Json => Parse.GetValue(Host.Global.Json);

    internal LineageClient Client => field ??= MakeClient(retries: 2);

    internal LineageClient MakeClient(int retries, ReceiptBook? receipts = null)
    {
        var server = ServerChoice.Make(Parse.GetValue(Host.Global.Url), Parse.GetValue(Host.Global.Token), Host.Environment);
        if (server is { Token: not null, Url: { Scheme: "http", IsLoopback: false } })
            Host.Error.WriteLine($"Warning: the token goes to {server.Url.Host} without encryption; use https.");
        return new(Host.Http, new() { Url = server.Url, Token = server.Token, Retries = retries, Receipts = receipts });
    }

    internal T? Value<T>(Option<T> option) => Parse.GetValue(option);

    internal T Value<T>(Argument<T> argument) => Parse.GetRequiredValue(argument);

    internal int WriteJson(object answer, int exit = Exit.Done)
    {
        Host.Out.WriteLine(JsonSerializer.Serialize(answer, Readable));
        return exit;
    }
}
