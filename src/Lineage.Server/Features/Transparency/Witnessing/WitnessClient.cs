using System.Globalization;
using System.Text;
using Lineage.Merkle;

namespace Lineage.Server.Features.Transparency.Witnessing;

/// <summary>What a witness answered: its cosignature, or the size it remembers, or why it refuses.</summary>
/// <param name="Unreachable">Nothing was answered at all.</param>
internal sealed record WitnessReply(NoteSignature? Cosignature = null, long? Remembers = null, string? Refusal = null, bool Unreachable = false);

/// <summary>Asks witnesses for cosignatures (C2SP tlog-witness, "add-checkpoint").</summary>
internal sealed class WitnessClient : IDisposable
{
    private const int LongestWords = 200;
    private readonly HttpClient _http = OutsideUrl.Client();

    public async Task<WitnessReply> Ask(WitnessAddress witness, AddCheckpointRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(request.ToString()));
            using var answer = await _http.PostAsync(witness.AddCheckpoint, body, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            return (int)answer.StatusCode switch
            {
                200 => Cosignature(witness.Key, request.Note, text) is { } signature ? new(signature) : new(Refusal: "Its answer holds no valid cosignature of its key."),
                409 when long.TryParse(text.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var size) => new(Remembers: size),
                var status => new(Refusal: $"It answered {status}: {Words(text)}"),
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(Refusal: $"It cannot be reached: {Words(e.Message)}", Unreachable: true);
        }
    }

    public void Dispose() => _http.Dispose();

    private static NoteSignature? Cosignature(VerifierKey key, string note, string lines)
    {
        try
        {
            return key.Verifies(SignedNote.Parse(Encoding.UTF8.GetBytes(note + lines)), out var signature) ? signature : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // The words of others go into answers and logs: one line of them, and not much.
    private static string Words(string text)
    {
        var line = string.Concat(text.TakeWhile(c => c != '\n').Where(c => !char.IsControl(c)).Take(LongestWords));
        return line.Length == 0 ? "nothing more" : line;
    }
}
