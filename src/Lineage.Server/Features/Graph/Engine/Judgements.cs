using System.Runtime.InteropServices;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>
/// The current statement of each job and dataset within one window, found out when first asked for: 0 not asked yet, 1 there is none, else
/// the group plus 2.
/// </summary>
internal interface IJudgements
{
    ref int Completed(int job);

    ref int Stated(int job);

    ref int Described(int dataset);
}

/// <summary>Judgements of one walk, for the few things it meets.</summary>
internal sealed class WalkJudgements : IJudgements
{
    private readonly Dictionary<int, int> _completed = [];
    private readonly Dictionary<int, int> _stated = [];
    private readonly Dictionary<int, int> _described = [];

    public ref int Completed(int job) => ref CollectionsMarshal.GetValueRefOrAddDefault(_completed, job, out _);

    public ref int Stated(int job) => ref CollectionsMarshal.GetValueRefOrAddDefault(_stated, job, out _);

    public ref int Described(int dataset) => ref CollectionsMarshal.GetValueRefOrAddDefault(_described, dataset, out _);
}

/// <summary>Judgements in which every fact counts, kept from walk to walk. Readers may fill in the same cell at once; they write the same number.</summary>
internal sealed class Judgements : IJudgements
{
    private int[] _completed = [];
    private int[] _stated = [];
    private int[] _described = [];

    public long Bytes => 4L * (_completed.Length + _stated.Length + _described.Length);

    public ref int Completed(int job) => ref _completed[job];

    public ref int Stated(int job) => ref _stated[job];

    public ref int Described(int dataset) => ref _described[dataset];

    /// <summary>Makes room; never while others read.</summary>
    public void Reach(int jobs, int datasets)
    {
        if (_completed.Length < jobs)
        {
            Array.Resize(ref _completed, jobs + (jobs >> 3));
            Array.Resize(ref _stated, _completed.Length);
        }

        if (_described.Length < datasets) Array.Resize(ref _described, datasets + (datasets >> 3));
    }

    /// <summary>Takes back what was found out about them, since there is something new.</summary>
    public void Forget(int job, int dataset)
    {
        if (job >= 0 && job < _completed.Length) _completed[job] = _stated[job] = 0;
        if (dataset >= 0 && dataset < _described.Length) _described[dataset] = 0;
    }
}
