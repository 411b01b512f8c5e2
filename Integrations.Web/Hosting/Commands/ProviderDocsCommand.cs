using System.CommandLine;
using System.Text;
using Integrations.Connectors.Declarative;

namespace Integrations.Web.Hosting.Commands;

/// <summary><c>provider docs FILE…</c>: writes a page in Markdown about each provider file. It ends with 0, or with 1 when one cannot be used.</summary>
internal sealed class ProviderDocsCommand : HubCommand
{
    private readonly Argument<FileInfo[]> _files = new Argument<FileInfo[]>("FILE") { Description = "Provider files (*.provider.json).", Arity = ArgumentArity.OneOrMore }.AcceptExistingOnly();

    public ProviderDocsCommand()
        : base("docs", "Write a page in Markdown about provider files.", CommandStage.Settings) => Add(_files);

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var wrong = 0;
        foreach (var path in context.Line.GetRequiredValue(_files))
        {
            if (ProviderFile.Read(await File.ReadAllBytesAsync(path.FullName, cancellationToken), out _) is not { } file)
            {
                wrong++;
                await context.Output.LineAsync($"{path.Name} cannot be used; provider check says why.");
                continue;
            }

            await context.Output.LineAsync(Page(file));
        }

        return wrong == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static string Page(ProviderFile file)
    {
        var (manifest, page) = (file.Manifest, new StringBuilder());
        page.AppendLine($"# {manifest.DisplayName}").AppendLine().AppendLine(manifest.Description);
        List("Ways to connect", manifest.Auth.Select(method => method.OAuth is { } oauth
            ? $"{method.DisplayName}: {string.Join(", ", oauth.Scopes.Select(scope => $"`{scope.Name}` ({scope.Label})"))}"
            : $"{method.DisplayName}: {string.Join(", ", method.Fields.Select(field => field.Label))}"));
        List("Finds and reads", manifest.Entities.Select(entity => entity.Description is null ? entity.DisplayName : $"{entity.DisplayName}: {entity.Description}"));
        List("Actions", file.Actions.Select(action => $"`{action}`"));
        List("Brings up to date by itself", file.Synchronized.Select(entity => $"`{entity}`"));
        List("Takes events", manifest.Inbound?.Events.Select(name => $"`{name}`") ?? []);
        List("Proof of events", file.EventProof);
        List("Setting events up", manifest.Inbound?.Steps ?? []);
        List("Hosts", manifest.Hosts.Select(host => $"`{host}`"));
        List("Leaves out", file.LeavesOut);
        List("Rests on", file.Sources.Select(source => $"{source.Page}, read on {source.Read}: {source.For}"));
        return page.ToString();

        void List(string title, IEnumerable<string> items)
        {
            if (items.ToList() is { Count: > 0 } some)
            {
                page.AppendLine().AppendLine($"## {title}").AppendLine();
                some.ForEach(item => page.AppendLine($"- {item}"));
            }
        }
    }
}
