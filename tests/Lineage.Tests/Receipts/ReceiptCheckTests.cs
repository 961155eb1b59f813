using Lineage.Client;
using Lineage.Contracts;
using Lineage.Merkle;
using Lineage.Tests.Client;
using Lineage.Tests.Merkle;
using Microsoft.Extensions.Time.Testing;

namespace Lineage.Tests.Receipts;

/// <summary>A receipt proves what was promised, or nothing; the log must keep the promise.</summary>
public class ReceiptCheckTests
{
    private const string NotSealed = """{"type":"urn:lineage:problem:not-sealed","title":"none","status":404}""";
    private static readonly Receipt[] Receipts = SignedReceipts.Of(7);
    private static readonly DateTimeOffset Due = SignedReceipts.RecordedAt.AddSeconds(SignedReceipts.MergeDelay);

    public static TheoryData<string, Receipt> Altered()
    {
        var (r, b) = (Receipts[4], Receipts[4].Batch!);
        return new()
        {
            { "another event", r with { EventId = SignedReceipts.Id(3) } },
            { "another time", r with { RecordedAt = r.RecordedAt.AddMicroseconds(1) } },
            { "another commitment", r with { Commit = Receipts[3].Commit } },
            { "another salt", r with { Salt = Receipts[3].Salt } },
            { "no salt", r with { Salt = "" } },
            { "another place", r with { Batch = b with { Index = 3 } } },
            { "a place that is not there", r with { Batch = b with { Index = 7 } } },
            { "another size", r with { Batch = b with { Size = 8 } } },
            { "another root", r with { Batch = b with { Root = Rfc6962.EmptyRoot.ToString() } } },
            { "a shorter path", r with { Batch = b with { Path = [.. b.Path.Skip(1)] } } },
            { "a path that is none", r with { Batch = b with { Path = ["x"] } } },
            { "another delay", r with { Batch = b with { Note = b.Note.Replace("\n60\n", "\n600\n", StringComparison.Ordinal) } } },
            { "no note", r with { Batch = b with { Note = "" } } },
            { "no signature", r with { Batch = null } },
            { "another signer", SignedReceipts.Of(7, Keys.Other)[4] },
            { "a checkpoint for a note", r with { Batch = b with { Note = SignedNote.Sign(new Checkpoint(Keys.Origin, 7, MerkleHash.Parse(b.Root)).Text, Keys.Log).ToString() } } },
        };
    }

    [Fact]
    public void Every_receipt_of_a_group_is_valid_by_itself() => Assert.All(Receipts, (receipt, n) =>
    {
        var finding = Check().Check(receipt, SignedReceipts.Event(n));
        Assert.Equal((ReceiptState.Genuine, Due, Keys.Origin), (finding.State, finding.Due, finding.Log));
    });

    [Theory, MemberData(nameof(Altered))]
    public void A_receipt_that_says_anything_else_than_was_signed_is_invalid(string what, Receipt altered)
    {
        var finding = Check().Check(altered);
        Assert.True(finding.State == ReceiptState.Invalid, $"{what}: {finding.Words}");
    }

    [Fact]
    public void A_receipt_for_other_bytes_than_were_sent_is_invalid() => Assert.Equal(ReceiptState.Invalid, Check().Check(Receipts[0], SignedReceipts.Event(1)).State);

    [Fact]
    public async Task An_event_that_is_in_the_log_is_sealed()
    {
        var finding = await Demand(_ => SignedReceipts.Proof(Receipts[2]));
        Assert.Equal((ReceiptState.Sealed, 0L), (finding.State, finding.Index));
    }

    [Fact]
    public async Task A_log_that_goes_on_after_a_restore_is_the_same_log() =>
        Assert.Equal(ReceiptState.Sealed, (await Demand(_ => SignedReceipts.Proof(Receipts[2], origin: $"{Keys.Origin}/R2"))).State);

    [Theory]
    [InlineData(-1, ReceiptState.NotYetDue)]
    [InlineData(0, ReceiptState.NeverSealed)]
    [InlineData(100, ReceiptState.NeverSealed)]
    public async Task An_event_that_is_not_in_the_log_counts_against_it_once_it_is_due(int secondsAfter, ReceiptState expected)
    {
        var finding = await Demand(_ => NotSealed, secondsAfter);
        Assert.Equal((expected, Receipts[2].EventId, Due, Receipts[2].Batch!.Note), (finding.State, finding.EventId, finding.Due, finding.Note));
    }

    [Fact]
    public async Task A_proof_of_something_else_is_no_proof()
    {
        foreach (var answer in new[]
        {
            SignedReceipts.Proof(Receipts[2], commit: Receipts[3].Commit), SignedReceipts.Proof(Receipts[2], id: SignedReceipts.Id(3)),
            SignedReceipts.Proof(Receipts[2], signer: Keys.Other), SignedReceipts.Proof(Receipts[2], origin: "elsewhere.test/log"),
        })
        {
            var finding = await Demand(_ => answer, -1);
            Assert.True(finding.State == ReceiptState.NeverSealed && finding.IsBad, finding.Words);
        }
    }

    private static ReceiptCheck Check(int secondsAfterDue = 0) => new([Keys.Log.Key], new FakeTimeProvider(Due.AddSeconds(secondsAfterDue)));

    private static async Task<ReceiptFinding> Demand(Func<string, string> answer, int secondsAfterDue = 0)
    {
        await using var server = await TinyServer.StartAsync((http, body) => TinyServer.Json(http, answer(body) == NotSealed ? 404 : 200, answer(body)));
        using var http = new HttpClient();
        var finding = await Check(secondsAfterDue).DemandAsync(Receipts[2], new(http, new() { Url = server.Url, Retries = 0 }));
        Assert.Equal($"?eventId={Receipts[2].EventId}&sequence=3", Assert.Single(server.Requests).Query);
        return finding;
    }
}
