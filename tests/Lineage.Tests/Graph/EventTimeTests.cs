using System.Globalization;
using FsCheck.Xunit;
using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Tests.Graph;

public class EventTimeTests
{
    [Theory]
    [InlineData("2026-01-05T08:00:00Z", "2026-01-05T08:00:00.0000000+00:00")]
    [InlineData("2026-01-05T08:00:00.123456+10:00", "2026-01-04T22:00:00.1234560+00:00")]
    [InlineData("2026-01-05t08:00:00z", "2026-01-05T08:00:00.0000000+00:00")]
    [InlineData("2026-01-05 08:00:00-0530", "2026-01-05T13:30:00.0000000+00:00")]
    [InlineData("2026-01-05T08:00Z", "2026-01-05T08:00:00.0000000+00:00")]
    [InlineData("2026-01-05T08:00:00+01:00[Europe/Berlin]", "2026-01-05T07:00:00.0000000+00:00")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000+00:00")]
    public void The_forms_that_clients_send_are_read(string text, string instant)
    {
        var time = EventTime.Read(text);
        Assert.Equal(instant, time?.Value.ToString("O"));
        Assert.Empty(time!.Flags);
    }

    [Property]
    public void The_usual_form_is_read_as_the_others_are(DateTime instant, uint fraction, byte digits)
    {
        var text = instant.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + (digits % 10 is var n and > 0 ? "." + fraction.ToString(CultureInfo.InvariantCulture).PadLeft(10, '0')[^n..] : "") + "Z";
        var (usual, other) = (EventTime.Read(text), EventTime.Read(text.Replace('T', ' ')));
        Assert.Equal((other?.Value, string.Concat(other!.Flags)), (usual?.Value, string.Concat(usual!.Flags)));
    }

    [Theory]
    [InlineData("2026-01-05T08:00:00.Z")]
    [InlineData("2026-01-05T08:00:00.+1Z")]
    [InlineData("2026-01-05T08:00:00,1Z ")]
    [InlineData("2026-01-05T08:00:0xZ")]
    [InlineData("2026-13-05T08:00:00Z")]
    public void What_only_looks_like_the_usual_form_is_no_time(string text) => Assert.Null(EventTime.Read(text));

    [Fact]
    public void Without_a_zone_it_is_UTC_and_flagged() =>
        Assert.Equivalent(new { Value = new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero), Flags = new[] { "eventTime-without-zone" } }, EventTime.Read("2026-01-05T08:00:00"));

    [Fact]
    public void Nanoseconds_are_cut_to_microseconds_and_flagged() =>
        Assert.Equal(["eventTime-finer-than-microseconds"], EventTime.Read("2026-01-05T08:00:00.123456789Z")!.Flags);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("2026-01-05T25:00:00Z")]
    [InlineData("2026-01-05T08:00:00+19:00")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("1767600000")]
    public void What_is_no_time_is_not_guessed(string? text) => Assert.Null(EventTime.Read(text));
}
