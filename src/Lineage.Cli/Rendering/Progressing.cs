using Spectre.Console;

namespace Lineage.Cli.Rendering;

/// <summary>Shows how far long work has come: a bar on a terminal, plain lines on standard error elsewhere.</summary>
internal static class Progressing
{
    internal static async Task RunAsync<T>(CliHost host, string title, IReadOnlyList<T> items, Func<T, string?> name, Func<T, Task> work)
    {
        if (!host.Interactive)
        {
            for (var i = 0; i < items.Count; i++)
            {
                await work(items[i]);
                await host.Error.WriteLineAsync($"{title} {i + 1}/{items.Count} {name(items[i])}");
            }

            return;
        }

        await host.Aside.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var bar = progress.AddTask(Markup.Escape(title), maxValue: Math.Max(items.Count, 1));
            foreach (var item in items)
            {
                bar.Description = Markup.Escape($"{title} {name(item)}");
                await work(item);
                bar.Increment(1);
            }
        });
    }

    /// <summary>Waits for something without known steps.</summary>
    internal static async Task<T> WaitAsync<T>(CliHost host, string title, Func<Action<string>, Task<T>> work)
    {
        if (host.Interactive)
            return await host.Aside.Status().StartAsync(Markup.Escape(title), status => work(text => status.Status = Markup.Escape($"{title}: {text}")));
        var last = "";
        return await work(text =>
        {
            if (text != last)
                host.Error.WriteLine($"{title}: {last = text}");
        });
    }
}
