using Spectre.Console;

namespace Integrations.Web.Hosting.Commands;

/// <summary>
/// What commands print: tables and a progress bar where a person looks at a terminal, plain lines where another program reads.
/// </summary>
/// <param name="writer">Takes the plain lines.</param>
/// <param name="terminal">Draws on the terminal; null where there is none.</param>
internal sealed class CommandOutput(TextWriter writer, IAnsiConsole? terminal = null)
{
    /// <summary>Standard output, as a terminal if it is one.</summary>
    public static CommandOutput OfProcess() => new(Console.Out, Console.IsOutputRedirected ? null : AnsiConsole.Console);

    public async Task LineAsync(string text)
    {
        if (terminal is null)
        {
            await writer.WriteLineAsync(text);
            return;
        }

        // Not as markup: names may hold brackets.
        terminal.WriteLine(text);
    }

    /// <summary>One row a line; <paramref name="plain"/> says how a row is written where there is no terminal.</summary>
    public async Task TableAsync(IReadOnlyList<string> headers, IReadOnlyList<string[]> rows, Func<string[], string> plain)
    {
        if (terminal is null)
        {
            foreach (var row in rows)
            {
                await writer.WriteLineAsync(plain(row));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns([.. headers.Select(header => new TableColumn(new Text(header)))]);
        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        terminal.Write(table);
    }

    /// <summary>Runs work that reports how far it is, a line at a time.</summary>
    public async Task ProgressAsync(string title, Func<Func<int, int, string, Task>, Task> work)
    {
        if (terminal is null)
        {
            await work((done, total, line) => writer.WriteLineAsync($"{Bar(done, total)} {line}"));
            return;
        }

        await terminal.Progress().StartAsync(async progress =>
        {
            var task = progress.AddTask(Markup.Escape(title));
            await work((done, total, line) =>
            {
                task.MaxValue = Math.Max(1, total);
                task.Value = done;
                terminal.WriteLine(line);
                return Task.CompletedTask;
            });
        });
    }

    private static string Bar(int done, int total)
    {
        const int width = 20;
        var filled = Math.Clamp(total == 0 ? width : done * width / total, 0, width);
        return $"[{new string('#', filled)}{new string('.', width - filled)}] {done}/{total}";
    }
}
