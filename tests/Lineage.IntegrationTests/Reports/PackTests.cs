using Lineage.Client.Verification;

namespace Lineage.IntegrationTests.Reports;

/// <summary>Packs as the server makes them, verified by the library that an auditor runs.</summary>
public sealed class PackTests(SampleServer sample) : IClassFixture<SampleServer>
{
    private static readonly string[] s_meanings = ["prepared", "reviewed", "approved"];

    [Fact]
    public async Task A_pack_holds_and_says_of_each_line_what_is_proved()
    {
        var id = await Signed();
        var pack = await sample.Reports().Pack(id);
        var verdict = await PackFile.Verify(pack);
        Assert.All(verdict.Checks, check => Assert.True(check.Result != PackResult.Failed, $"{check.What}: {check.Detail}"));
        Assert.All(verdict.Lines, line => Assert.True(line.Result != PackResult.Failed, $"{line.Id} {line.States}: {line.Reason}"));
        Assert.Equal(s_meanings.Length, verdict.Checks.Count(check => check is { What: "signature", Result: PackResult.Proved }));
        Assert.All(new[] { "fact", "link", "field", "run" }, kind => Assert.Contains(verdict.Lines, line => line.Kind == kind && line.Result == PackResult.Proved));
    }

    [Fact]
    public async Task The_same_pack_has_the_same_bytes_when_the_log_has_grown()
    {
        var id = await Signed();
        var before = await sample.Reports().Pack(id);
        await sample.Reports().Make(sample.Question());
        Assert.Equal(before, await sample.Reports().Pack(id));
        await sample.Reports("dpo").Sign(id, "approved");
        Assert.Equal(before, await sample.Reports().Pack(id));
    }

    private async Task<string> Signed()
    {
        var id = (string)(await sample.Reports().Make(sample.Question()))["id"]!;
        foreach (var meaning in s_meanings) await sample.Reports().Sign(id, meaning);
        return id;
    }
}
