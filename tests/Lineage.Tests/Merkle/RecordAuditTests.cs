using System.Text;
using FsCheck.Xunit;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class RecordAuditTests
{
    [Property(MaxTest = 20)]
    public async Task A_record_that_was_left_alone_is_good_at_every_size(int seed)
    {
        var size = new System.Random(seed).Next(2200);
        foreach (var withRows in new[] { true, false })
        {
            var audit = await SmallRecord.Of(size).Audit(withRows);
            Assert.Empty(audit.Differences.First);
            Assert.Equal(new AuditCounts(size, withRows ? size : 0), audit.Counts);
        }
    }

    [Property(MaxTest = 150)]
    public async Task Whatever_is_changed_at_one_place_is_found_and_the_event_is_named(int seed)
    {
        var random = new System.Random(seed);
        var record = SmallRecord.Of(random.Next(2, 1500));
        var (at, other) = (random.Next(record.Rows.Count), random.Next(record.Rows.Count));
        var (kind, first) = Tamper(record, random.Next(11), at, other == at ? (at + 1) % record.Rows.Count : other);
        var differences = (await record.Audit()).Differences;
        Assert.Equal((kind, first), (differences.First[0].Kind, differences.FirstEvent?.EventId));
        Assert.All(differences.First, difference => Assert.Equal(kind, difference.Kind));
    }

    [Property(MaxTest = 60)]
    public async Task What_is_changed_in_the_log_alone_is_found_without_the_rows(int seed)
    {
        var random = new System.Random(seed);
        var record = SmallRecord.Of(random.Next(2, 1500));
        var at = random.Next(record.Rows.Count);
        var (kind, _) = Tamper(record, 6 + random.Next(4), at, at);
        var differences = (await record.Audit(withRows: false)).Differences;
        Assert.Equal((kind, (long?)at), (differences.First[0].Kind, differences.First[0].Index));
    }

    [Fact]
    public async Task A_tile_above_the_leaves_that_was_altered_or_is_gone_is_named_by_its_path()
    {
        foreach (var tile in new[] { new TileId(1, 0, 3) })
        {
            var record = SmallRecord.Of(800);
            record.Tiles[tile][5] ^= 1;
            Assert.Contains(tile.Path, Assert.Single((await record.Audit()).Differences.First).Words, StringComparison.Ordinal);
            record.Tiles.Remove(tile);
            Assert.Contains(tile.Path, Assert.Single((await record.Audit()).Differences.First).Words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_entry_that_stands_twice_is_named_with_both_places()
    {
        var record = SmallRecord.Of(600);
        var again = record.Rows[17] with { Row = record.Rows[17].Row with { Sequence = 5000, Version = 9 } };
        record.Rows.Add(again);
        record.Entries.Add(again.Row.Entry(Keys.Origin).ToBytes());
        record.Seal(Keys.Origin);
        var twice = Assert.Single((await record.Audit()).Differences.First);
        Assert.Equal((DifferenceKind.Twice, 600L, SmallRecord.Id(17)), (twice.Kind, twice.Index!.Value, twice.EventId!.Value));
        Assert.Contains("17", twice.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_after_its_turn_is_out_of_order_unless_it_says_that_it_is_late()
    {
        var record = SmallRecord.Of(10);
        (record.Entries[3], record.Entries[4]) = (record.Entries[4], record.Entries[3]);
        record.Seal(Keys.Origin);
        var difference = Assert.Single((await record.Audit()).Differences.First);
        Assert.Equal((DifferenceKind.Order, 4L, SmallRecord.Id(3)), (difference.Kind, difference.Index!.Value, difference.EventId!.Value));

        record.Entries[4] = record.Rows[3].Row.Entry(Keys.Origin, late: true).ToBytes();
        record.Seal(Keys.Origin);
        var audit = await record.Audit();
        Assert.Empty(audit.Differences.First);
        Assert.Equal(1, audit.Counts.Late);
    }

    [Fact]
    public async Task An_entry_that_was_taken_away_is_still_named_when_the_sealer_has_made_it_again()
    {
        var record = SmallRecord.Of(300);
        record.Entries.Add(record.Rows[3].Row.Entry(Keys.Origin, late: true).ToBytes());
        record.Seal(Keys.Origin);
        record.Entries[3] = null;
        var difference = Assert.Single((await record.Audit()).Differences.First);
        Assert.Equal((DifferenceKind.EntryMissing, 3L, SmallRecord.Id(3)), (difference.Kind, difference.Index!.Value, difference.EventId!.Value));
    }

    [Fact]
    public async Task An_erased_payload_is_counted_and_a_half_erased_one_is_not_taken_for_one()
    {
        var record = SmallRecord.Of(10);
        record.Rows[3] = record.Rows[3] with { Body = [], Salt = null };
        var audit = await record.Audit();
        Assert.Empty(audit.Differences.First);
        Assert.Equal(1, audit.Counts.Erased);
        record.Rows[4] = record.Rows[4] with { Body = [] };
        Assert.Equal(SmallRecord.Id(4), (await record.Audit()).Differences.FirstEvent!.EventId);
    }

    [Fact]
    public async Task A_log_that_is_not_the_continuation_of_a_checkpoint_that_was_kept_is_forked_or_cut()
    {
        var record = SmallRecord.Of(300);
        var kept = SmallRecord.Of(200).Head;
        Assert.Empty((await record.Audit(kept: [new("here", kept with { Root = Beginning(record, 200) })])).Differences.First);
        Assert.Equal(DifferenceKind.Forked, Assert.Single((await record.Audit(kept: [new("here", kept)])).Differences.First).Kind);
        var cut = Assert.Single((await record.Audit(kept: [new("here", new Checkpoint(Keys.Origin, 305, kept.Root))])).Differences.First);
        Assert.Equal((DifferenceKind.Shrunk, 300L), (cut.Kind, cut.Index!.Value));
    }

    [Fact]
    public async Task A_log_that_was_continued_after_a_restore_is_audited_with_the_one_before_it()
    {
        var before = SmallRecord.Of(400);
        var note = new RestoreNote($"{Keys.Origin}/R2", Keys.Origin, "checkpoint", 400, 402, Keys.Now);
        var after = SmallRecord.Of(0, note.Log, note.ToBytes());
        after.Rows.AddRange(before.Rows);
        for (var i = 400; i < 450; i++)
        {
            after.Rows.Add(SmallRecord.Row(i));
            after.Entries.Add(after.Rows[i].Row.Entry(note.Log).ToBytes());
        }

        after.Seal(note.Log);
        var audit = await after.Audit(before: before);
        Assert.Empty(audit.Differences.First);
        Assert.Equal(new AuditCounts(451, 450), audit.Counts);
        after.Rows.RemoveAt(410);
        before.Tiles[new(0, 0, 256)][0] ^= 1;
        var found = (await after.Audit(before: before)).Differences;
        Assert.Equal([(DifferenceKind.Tile, 0L), (DifferenceKind.RowMissing, 11L)], found.First.Select(d => (d.Kind, d.Index!.Value)));
    }

    [Fact]
    public void The_first_differences_are_kept_in_the_order_of_the_leaves_and_all_are_counted()
    {
        var list = new DifferenceList();
        for (var i = 5000; i > 0; i--) list.Add(i % 2, new(DifferenceKind.Row, "", null, i, SmallRecord.Id(i)));
        list.Add(0, new(DifferenceKind.Root, ""));
        Assert.Equal(5001, list.Count);
        Assert.Equal([.. Enumerable.Range(1, 99).Select(i => (long?)i * 2), null], list.First.Select(d => d.Index));
        Assert.Equal((1, 5000), (list.CountOf(DifferenceKind.Root), list.CountOf(DifferenceKind.Row, DifferenceKind.Payload)));
        Assert.Equal(SmallRecord.Id(2), list.FirstEvent!.EventId);
    }

    /// <summary>Changes one thing.</summary>
    /// <returns>How it is to be found, and the event that is to be named first.</returns>
    private static (string Kind, Guid? First) Tamper(SmallRecord record, int how, int at, int other)
    {
        var (row, second) = (record.Rows[at], record.Rows[other]);
        var id = row.Row.EventId;
        switch (how)
        {
            case 0:
                record.Rows[at] = row with { Body = Encoding.UTF8.GetBytes("{}") };
                return (DifferenceKind.Payload, id);
            case 1:
                record.Rows[at] = row with { Row = row.Row with { Type = "other" } };
                return (DifferenceKind.Row, id);
            case 2:
                record.Rows.RemoveAt(at);
                return (DifferenceKind.RowMissing, id);
            case 3:
                record.Rows[at] = row with { Row = row.Row with { Sequence = second.Row.Sequence } };
                record.Rows[other] = second with { Row = second.Row with { Sequence = row.Row.Sequence } };
                return (DifferenceKind.Row, record.Rows[Math.Min(at, other)].Row.EventId);
            case 4:
                record.Rows.Add(row with { Row = row.Row with { EventId = SmallRecord.Id(-1), Sequence = row.Row.Sequence - 1 } });
                return (DifferenceKind.RowInserted, SmallRecord.Id(-1));
            case 5:
                record.Rows.Add(row with { Row = row.Row with { EventId = SmallRecord.Id(-1), Sequence = 1_000_000 }, Refused = "no MAC" });
                return (DifferenceKind.RowInserted, SmallRecord.Id(-1));
            case 6:
                record.Entries[at] = row.Row.Entry(Keys.Origin).ToBytes() is var entry ? [.. entry[..^20], (byte)'!', .. entry[^19..]] : null;
                return (DifferenceKind.Entry, id);
            case 7:
                record.Entries[at] = (second.Row with { Type = "other" }).Entry(Keys.Origin).ToBytes();
                return (DifferenceKind.Entry, id);
            case 8:
                record.Entries[at] = null;
                return (DifferenceKind.EntryMissing, id);
            case 9:
                record.Tiles[Leaf(record, at)][at % 256 * 32] ^= 1;
                return (DifferenceKind.Tile, id);
            default:
                record.Tiles.Remove(Leaf(record, at));
                return (DifferenceKind.Tile, null);
        }
    }

    private static TileId Leaf(SmallRecord record, int at) => record.Tiles.Keys.Single(tile => tile.Level == 0 && tile.Index == at / 256);

    private static MerkleHash Beginning(SmallRecord record, int size) => Rfc6962.Root([.. record.Entries.Take(size).Select(entry => Rfc6962.LeafHash(entry))]);
}
