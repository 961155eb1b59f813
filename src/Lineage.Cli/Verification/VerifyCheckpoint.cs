using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Lineage.Cli.Rendering;
using Lineage.Client.Verification;
using Lineage.Merkle;

namespace Lineage.Cli.Verification;

/// <summary>A signed checkpoint of a log, by itself or as the continuation of an older one.</summary>
internal sealed class VerifyCheckpoint : IVerifiable
{
    public bool Is(string target, ReadOnlySpan<byte> head) =>
        Encoding.UTF8.GetString(head).Split('\n') is [var origin, var size, var root, ..] && Checkpoint.TryParse($"{origin}\n{size}\n{root}\n", out _);

    public async Task<int> VerifyAsync(Call call, VerifyArguments given)
    {
        if (given.Keys.Count == 0) throw new UsageException("Name the key of the log with --key; get it from somebody else than whoever gave you the checkpoint.");
        VerifierKey[] witnesses = [.. (call.Parse.GetValue<string[]?>(VerifyOptions.Witness) ?? []).SelectMany(VerifyOptions.Keys)];
        var older = call.Parse.GetValue<string?>(VerifyOptions.Old) is { } path ? await File.ReadAllBytesAsync(path, call.Stop) : given.Checkpoint;
        var checkpoint = await File.ReadAllBytesAsync(given.Target, call.Stop);
        VerifiedCheckpoint found;
        TimestampFinding? stamp;
        try
        {
            stamp = Stamp(call, checkpoint);
            found = await CheckpointVerifier.Verify(checkpoint, given.Keys, witnesses, older, Tiles(call), call.Stop);
        }
        catch (Exception e) when (e is VerificationException or FormatException)
        {
            if (call.Json) return call.WriteJson(new { holds = false, reason = e.Message }, Exit.No);
            await call.Host.Out.WriteLineAsync($"The checkpoint does not hold: {e.Message}");
            return Exit.No;
        }

        var exit = found.Missing.Count == 0 ? Exit.Done : Exit.No;
        var (origin, size, root) = (found.Checkpoint.Origin, found.Checkpoint.Size, found.Checkpoint.Root.ToString());
        if (call.Json) return call.WriteJson(new { holds = exit == Exit.Done, origin, size, root, found.Keys, found.Witnesses, missingWitnesses = found.Missing, continues = found.Older, stamp }, exit);
        var table = Tables.Create(call.Host, "WHAT", "VALUE");
        table.Row("log", origin);
        table.Row("entries", size.ToString(CultureInfo.InvariantCulture));
        table.Row("root", root);
        foreach (var key in found.Keys) table.Row("signed by", key);
        foreach (var witness in found.Witnesses) table.Row("witnessed by", $"{witness.Name}, {witness.At?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}");
        foreach (var witness in found.Missing) table.Row("not witnessed by", witness);
        if (found.Older is { } before) table.Row("continues", $"the checkpoint of {before} entries");
        if (stamp is not null) table.Row("existed by", $"{stamp.StampedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}, says {stamp.Authority}{(stamp.Trusted ? "" : " (compared with no certificate: give one with --tsa)")}");
        call.Host.Console.Write(table);
        await call.Host.Out.WriteLineAsync(exit == Exit.Done ? "The checkpoint holds." : "The checkpoint is the log's, but a witness that you named did not cosign it.");
        return exit;
    }

    private static TimestampFinding? Stamp(Call call, byte[] checkpoint)
    {
        if (call.Parse.GetValue<string?>(VerifyOptions.Timestamp) is not { } token) return null;
        using var trusted = call.Parse.GetValue<string?>(VerifyOptions.Authority) is { } path ? Certificate(path) : null;
        return TimestampToken.Verify(checkpoint, File.ReadAllBytes(token), trusted);
    }

    private static X509Certificate2 Certificate(string path)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(path));
        }
        catch (CryptographicException)
        {
            throw new UsageException($"{path} is no certificate in PEM form.");
        }
    }

    private static TileFiles? Tiles(Call call) => call.Parse.GetValue<string?>(VerifyOptions.Tiles) switch
    {
        null => null,
        var url when url.StartsWith("http://", StringComparison.Ordinal) || url.StartsWith("https://", StringComparison.Ordinal) => new(path => Fetch(call, new Uri($"{url.TrimEnd('/')}/{path}"))),
        var folder => new(path => Path.Combine(folder, path) is var file && File.Exists(file) ? File.ReadAllBytes(file) : null),
    };

    // The token goes to its own server and to nobody else.
    private static ReadOnlyMemory<byte>? Fetch(Call call, Uri url)
    {
        var server = ServerChoice.Make(call.Parse.GetValue(call.Host.Global.Url), call.Parse.GetValue(call.Host.Global.Token), call.Host.Environment);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (server.Token is not null && server.Url.GetLeftPart(UriPartial.Authority) == url.GetLeftPart(UriPartial.Authority)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        using var response = call.Host.Http.Send(request, call.Stop);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound) return null;
        using var body = new MemoryStream();
        response.EnsureSuccessStatusCode().Content.CopyTo(body, null, call.Stop);
        return body.ToArray();
    }
}
