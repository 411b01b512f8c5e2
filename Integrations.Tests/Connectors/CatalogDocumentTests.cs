using System.Globalization;
using System.Reflection;
using System.Text;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Tests.Connectors.Declarative;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors;

/// <summary>docs/catalog.md is made from the connectors: how deep each goes, what it does, and what it rests on; so is README's row of those that are files.</summary>
public sealed class CatalogDocumentTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string UpdateSwitch = "UPDATE_CATALOG";
    private const string Begins = "| n8n | search workflows and executions; run workflows, switch them on and off; sync |";
    private const string Ends = "| anything else |";

    [Fact]
    public async Task Catalog_IsCommittedAsTheConnectorsAre()
    {
        var written = Document();
        var file = Path.Combine(Repository.Root(), "docs", "catalog.md");
        if (Environment.GetEnvironmentVariable(UpdateSwitch) == "1")
        {
            await File.WriteAllTextAsync(file, written);
        }

        Assert.True(File.Exists(file) && await File.ReadAllTextAsync(file) == written, $"docs/catalog.md is stale. Run this test once with {UpdateSwitch}=1 and commit what changes.");
    }

    [Fact]
    public async Task Readme_NamesTheFilesThatAreThere()
    {
        var readme = Path.Combine(Repository.Root(), "README.md");
        var text = await File.ReadAllTextAsync(readme);
        var (start, end) = (text.IndexOf(Begins, StringComparison.Ordinal) + Begins.Length, text.IndexOf(Ends, StringComparison.Ordinal));
        var written = text[..start] + Summary() + text[end..];
        if (Environment.GetEnvironmentVariable(UpdateSwitch) == "1")
        {
            await File.WriteAllTextAsync(readme, written);
        }

        Assert.True(await File.ReadAllTextAsync(readme) == written, $"README's list of systems is stale. Run this test once with {UpdateSwitch}=1 and commit what changes.");
    }

    /// <summary>One line a depth: README has room for no row a system.</summary>
    private string Summary()
    {
        var files = hub.Get<ConnectorCatalog>().All.Where(entry => entry.Connector is DeclarativeConnector).OrderBy(entry => entry.Manifest.DisplayName, StringComparer.OrdinalIgnoreCase).ToList();
        var text = new StringBuilder("\n");
        foreach (var (depth, does) in new[] { ("full", "search, read, create or change, and events or sync"), ("search", "search and read; most also create or change") })
        {
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(", ", files.Where(entry => entry.Depth == depth).Select(entry => entry.Manifest.DisplayName))} | {does} |\n");
        }

        return text.ToString();
    }

    private string Document()
    {
        var entries = hub.Get<ConnectorCatalog>().All.OrderBy(entry => entry.Manifest.DisplayName, StringComparer.OrdinalIgnoreCase).ToList();
        var described = Descriptions();
        var text = new StringBuilder();
        var depths = entries.CountBy(entry => entry.Depth).ToDictionary(StringComparer.Ordinal);
        text.Append("# The catalog\n\n");
        text.Append("Made from the connectors by `CatalogDocumentTests`, and committed; ").Append(CultureInfo.InvariantCulture, $"`{UpdateSwitch}=1` writes it anew.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{entries.Count} systems: {string.Join(", ", new[] { "full", "search", "connect" }.Select(depth => $"{depths.GetValueOrDefault(depth)} {depth}"))}. ");
        text.Append(CultureInfo.InvariantCulture, $"{entries.Count(entry => entry.Connector is DeclarativeConnector)} are files without code ([how](connectors.md#a-provider-as-a-file)).\n\n");
        text.Append("*full*: account, search, reading one thing, actions, and sync or events; *search*: account, search and reading, with the actions that stand in the row, and no change is told by itself;\n");
        text.Append("*connect*: account and what else stands in the row. Programs reach the rest of a vendor's API by the [proxy](programs.md#call-the-vendors-api). Every system is proven by the connector suite\n");
        text.Append("in the sandbox; where the vendor publishes a description, each request and answer by that too. What each action takes and gives: [actions](actions.md).\n\n");
        text.Append("| system | depth | connects by | finds | does | more | proven also by | made of | pages read |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (var entry in entries)
        {
            var file = (entry.Connector as DeclarativeConnector)?.File;
            text.Append("| ").AppendJoin(" | ",
            [
                entry.Manifest.DisplayName,
                entry.Depth,
                List(entry.Manifest.Auth.Select(method => method.DisplayName)),
                entry.Connector is ISearchEntities ? List(entry.Manifest.Entities.Select(entity => Lower(entity.DisplayName))) : "–",
                Actions(entry.Connector),
                List(More(entry.Connector)),
                described.Contains(entry.Manifest.Key) ? "the vendor's description" : "–",
                file is null ? "code" : "a file",
                file?.Sources.Select(source => source.Read).Max(StringComparer.Ordinal) ?? "in its remarks",
            ]).Append(" |\n");
        }

        return text.ToString();
    }

    private static string Actions(IConnector connector) => connector switch
    {
        IRunActions { KnownActions: { Count: > 0 } actions } => List(actions.Select(action => Lower(action.DisplayName))),
        IRunActions => "what the person has there",
        _ => "–",
    };

    private static IEnumerable<string> More(IConnector connector)
    {
        if (connector.As<IReceiveEvents>() is not null)
        {
            yield return "events";
        }

        if (connector.As<ISyncEntities>() is not null)
        {
            yield return "sync";
        }
    }

    /// <summary>Providers whose suite holds them against the vendor's own description.</summary>
    private static HashSet<string> Descriptions() =>
    [
        .. typeof(DeclarativeSuite).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(DeclarativeSuite)))
            .Select(type => (Suite: Activator.CreateInstance(type), Type: type))
            .Where(one => Of(one.Type, one.Suite, "Description") is not null)
            .Select(one => (string)Of(one.Type, one.Suite, "Provider")!),
    ];

    private static object? Of(Type type, object? suite, string property) => type.GetProperty(property, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(suite);

    private static string Lower(string words) => words.Length > 1 && char.IsLower(words[1]) ? char.ToLowerInvariant(words[0]) + words[1..] : words;

    private static string List(IEnumerable<string> words) => string.Join(", ", words) is { Length: > 0 } list ? list.Replace('|', '/') : "–";
}
