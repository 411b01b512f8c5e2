using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;
using Integrations.Tests.Architecture;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors.Actions;

/// <summary>An action of a connector that is code is written once: its words, its parameters and what runs it are one entry.</summary>
public sealed class ActionTableTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    /// <summary>Their actions are what the vendor's user made there; n8n has two of its own besides, in a table.</summary>
    private static readonly string[] OfWorkflows = ["n8n", "zapier"];

    [Fact]
    public void WrittenConnectors_ThatAct_HaveATable()
    {
        var acting = hub.Get<IEnumerable<IConnector>>().Where(connector => connector is IRunActions && connector.GetType().Namespace!.Contains(".Vendors.", StringComparison.Ordinal)).ToList();

        Assert.Equal(OfWorkflows, acting.Where(connector => connector is not IActByTable).Select(connector => connector.Provider).Order(StringComparer.Ordinal));
        Assert.All(acting.OfType<IActByTable>(), connector => Assert.Same(connector.Actions.Known, connector.KnownActions));
    }

    /// <summary>A descriptor that is made by hand would be a second place; only what a vendor's user made has no entry.</summary>
    [Fact]
    public void Vendors_WriteNoDescriptorBesideTheirTables()
    {
        var made = SourceFiles.Of(".cs").Where(source => source.Path.StartsWith("Integrations.Connectors/Vendors/", StringComparison.Ordinal) && source.Text.Contains("new ActionDescriptor(", StringComparison.Ordinal));

        Assert.All(made, source => Assert.Matches("/(N8n|Zapier)/", source.Path));
    }

    [Fact]
    public void Results_AreEntitiesOfTheirProvider()
    {
        foreach (var entry in hub.Get<ConnectorCatalog>().All)
        {
            var entities = entry.Manifest.Entities.Select(entity => entity.Name).ToHashSet(StringComparer.Ordinal);
            Assert.All(entry.As<IRunActions>()?.KnownActions ?? [], action => Assert.True(action.ResultEntity is not { } made || entities.Contains(made), $"{entry.Manifest.Key} {action.Name} {action.ResultEntity}"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_TellsTheEntry_WhatItIsGiven(bool repeatable)
    {
        ActionCall? given = null;
        var table = new ActionTable(
            new WrittenAction("other", "Other", "Does something else.", "{}", _ => throw new InvalidOperationException()),
            new WrittenAction("rename", "Rename", "Renames it.", """{ "name": { "type": "string", "title": "Name", "required": true }, "loud": { "type": "boolean", "title": "Loud" } }""", call =>
            {
                given = call;
                return Task.FromResult<Result<ActionOutcome>>(new ActionOutcome(new JsonObject { ["done"] = true }));
            })
            {
                IsRepeatable = repeatable,
                Result = "thing",
            });

        var parameters = JsonElement.Parse("""{"name":"x"}""");
        var outcome = await table.RunAsync(null!, "rename", parameters, CancellationToken.None);

        Assert.True((bool)outcome.Value.Output["done"]!);
        Assert.Equal((repeatable, "x"), (given!.IsRepeatable, given.Parameters.GetProperty("name").GetString()));
        var known = table.Known[1];
        Assert.Equal(("rename", "Rename", "Renames it.", "thing", repeatable), (known.Name, known.DisplayName, known.Description, known.ResultEntity, known.IsRepeatable));
        Assert.Equal(
            """{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"name":{"type":"string","title":"Name"},"loud":{"type":"boolean","title":"Loud"}},"additionalProperties":false,"required":["name"]}""",
            known.Parameters.GetRawText());
    }
}
