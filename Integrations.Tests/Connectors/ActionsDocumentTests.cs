using System.Globalization;
using System.Text;
using System.Text.Json;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors;

/// <summary>docs/actions.md is made from the actions themselves: what each takes, where its values are found, what it gives, and which scopes it needs.</summary>
public sealed class ActionsDocumentTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string UpdateSwitch = "UPDATE_CATALOG";

    [Fact]
    public async Task Actions_AreCommittedAsTheConnectorsHaveThem()
    {
        var written = Document();
        var file = Path.Combine(Repository.Root(), "docs", "actions.md");
        if (Environment.GetEnvironmentVariable(UpdateSwitch) == "1")
        {
            await File.WriteAllTextAsync(file, written);
        }

        Assert.True(File.Exists(file) && await File.ReadAllTextAsync(file) == written, $"docs/actions.md is stale. Run this test once with {UpdateSwitch}=1 and commit what changes.");
    }

    private string Document()
    {
        var acting = hub.Get<ConnectorCatalog>().All.Select(entry => (Entry: entry, Actions: entry.As<IRunActions>()?.KnownActions ?? [])).Where(one => one.Actions.Count > 0)
            .OrderBy(one => one.Entry.Manifest.DisplayName, StringComparer.OrdinalIgnoreCase).ToList();
        var text = new StringBuilder("# Actions\n\n");
        text.Append("Made from the connectors by `ActionsDocumentTests`, and committed; ").Append(CultureInfo.InvariantCulture, $"`{UpdateSwitch}=1` writes it anew.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{acting.Sum(one => one.Actions.Count)} actions of {acting.Count} systems; those of workflow tools are what their users made there. In bold: what is required; behind an arrow: what a form finds the value\n");
        text.Append("among. *Again*: a lost answer is asked for again, and the vendor does it once; elsewhere it becomes `action.outcome_unknown`. Scopes are those of a sign-in that is for this action alone.\n\n");
        text.Append("| system | action | does | takes | gives | again | scopes |\n|---|---|---|---|---|---|---|\n");
        foreach (var (entry, actions) in acting)
        {
            foreach (var action in actions)
            {
                text.Append("| ").AppendJoin(" | ",
                [
                    entry.Manifest.DisplayName,
                    $"`{action.Name}`",
                    action.Description,
                    Takes(action),
                    action.ResultEntity ?? "–",
                    action.IsRepeatable ? "yes" : "–",
                    Scopes(entry, action),
                ]).Append(" |\n");
            }
        }

        return text.ToString();
    }

    private static string Takes(ActionDescriptor action)
    {
        var required = action.Parameters.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
        return string.Join(", ", action.Parameters.GetProperty("properties").EnumerateObject().Select(parameter =>
            $"{(required.Contains(parameter.Name) ? $"**{parameter.Name}**" : parameter.Name)}{Among(action.Hints.GetValueOrDefault(parameter.Name), parameter.Value)}"));
    }

    private static string Among(ParameterHint? hint, JsonElement schema) =>
        hint?.LookUp is { } lookUp ? $" → {string.Join(" or ", lookUp.Entities)}"
        : schema.TryGetProperty("enum", out var values) ? $" ({string.Join(", ", values.EnumerateArray().Select(value => value.ToString()))})"
        : "";

    private static string Scopes(ConnectorEntry entry, ActionDescriptor action) =>
        entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth is { Scopes.Count: > 0 } oauth ? string.Join(", ", oauth.ScopesFor([Purposes.ActionOf(action.Name)]).Select(scope => $"`{scope.Name}`")) : "–";
}
