using System.Globalization;
using Integrations.Connectors.Declarative;
using Integrations.Tests.Connectors.Dropbox;
using Integrations.Tests.Connectors.N8n;
using Integrations.Tests.Connectors.Slack;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors.Declarative.Tried;

/// <summary>
/// Written connectors, tried as provider files: docs/connectors.md says which tests of each suite do not pass through the file, and for want
/// of what. One that passes all of its suite is to be moved: its file among the providers, its C# gone.
/// </summary>
public sealed class TriedAsFilesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Dropbox_PassesWhatTheDocumentSays()
    {
        var file = Read("dropbox_tried");
        Holds("Dropbox", await SuiteRun.OfAsync(() => new DropboxConnectorTests { Instead = file }, output));
    }

    [Fact]
    public async Task Slack_PassesWhatTheDocumentSays()
    {
        var file = Read("slack_tried");
        Holds("Slack", await SuiteRun.OfAsync(() => new SlackConnectorTests { Instead = file }, output));
    }

    [Fact]
    public async Task N8n_PassesWhatTheDocumentSays()
    {
        var file = Read("n8n_tried");
        Holds("n8n", await SuiteRun.OfAsync(() => new N8nConnectorTests { Instead = file }, output));
    }

    private static ProviderFile Read(string key)
    {
        var file = ProviderFile.Read(File.ReadAllBytes(Path.Combine(Repository.Root(), "Integrations.Tests", "Connectors", "Declarative", "Tried", $"{key}.provider.json")), out var problems);
        Assert.Empty(problems);
        return file!;
    }

    private static void Holds(string system, SuiteRun run)
    {
        var said = ConnectorsDocument.Rows("| tried as a file |").Single(row => row[0] == system);
        var failing = ConnectorsDocument.Rows("| does not pass |").Where(row => row[0] == system).SelectMany(row => ConnectorsDocument.Quoted(row[1])).ToList();

        Assert.Equal(failing.Except(run.Skipped, StringComparer.Ordinal).Order(StringComparer.Ordinal), run.Failed.Order(StringComparer.Ordinal));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{run.Passed} of {run.Cases}"), said[1]);
        Assert.Equal(ConnectorsDocument.Quoted(said[2]), run.Silent);
    }
}
