using System.Text.Json.Nodes;
using Integrations.Connectors;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Tests.Connectors.Declarative;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors.Actions;

/// <summary>What forms know of parameters leads somewhere: to things that are searched, to fields that they have, to values that there are.</summary>
public sealed class ActionHintTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private static readonly string[] OfEveryThing = [ParameterLookUp.Id, ParameterLookUp.PlainId, ParameterLookUp.Title];

    [Fact]
    public void Hints_OfEveryConnector_NameWhatIsThere()
    {
        var hinted = 0;
        foreach (var entry in hub.Get<ConnectorCatalog>().All)
        {
            var entities = entry.Manifest.Entities.ToDictionary(entity => entity.Name, StringComparer.Ordinal);
            foreach (var action in entry.As<IRunActions>()?.KnownActions ?? [])
            {
                var parameters = action.Parameters.GetProperty("properties");
                foreach (var (name, hint) in action.Hints)
                {
                    hinted++;
                    var place = $"{entry.Manifest.Key} {action.Name} {name}";
                    var schema = parameters.GetProperty(name);
                    Assert.All(hint.LookUp?.Entities ?? [], entity => Assert.True(entities.TryGetValue(entity, out var known) && known.Searchable, $"{place}: {entity}"));
                    Assert.All(hint.LookUp?.Entities ?? [], entity => Assert.True(
                        OfEveryThing.Contains(hint.LookUp!.Value) || entities[entity].Fields.Any(field => field.Name == hint.LookUp.Value), $"{place}: {entity} has no {hint.LookUp!.Value}"));
                    Assert.All(hint.LookUp?.Within ?? new Dictionary<string, string>(), within => Assert.True(parameters.TryGetProperty(within.Value, out _), $"{place}: {within.Value}"));
                    if (schema.TryGetProperty("enum", out var values))
                    {
                        Assert.All(hint.Words.Keys, value => Assert.Contains(value, values.EnumerateArray().Select(known => known.ToString())));
                    }
                }
            }
        }

        Assert.True(hinted > 190, $"{hinted}");
    }

    [Fact]
    public void AThing_IsLookedUp_AndHintsAreNoPartOfTheSchema()
    {
        var known = ActionParameters.Describe("act", "Act", "Acts.", JsonNode.Parse("""
            {
              "task": { "type": "string", "title": "Task", "thing": "task" },
              "team": { "type": "string", "title": "Team", "lookUp": { "entity": ["team", "group"], "value": "key", "within": { "container": "task" } }, "folded": true },
              "level": { "type": "integer", "title": "Level", "words": { "1": "High" }, "control": "line" },
              "plain": { "type": "string", "title": "Plain" }
            }
            """)!.AsObject());

        Assert.Equal(["level", "task", "team"], known.Hints.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((ParameterLookUp.Id, "task"), (known.Hints["task"].LookUp!.Value, Assert.Single(known.Hints["task"].LookUp!.Entities)));
        Assert.Equal(("key", true, "task"), (known.Hints["team"].LookUp!.Value, known.Hints["team"].IsFolded, known.Hints["team"].LookUp!.Within["container"]));
        Assert.Equal(("High", "line"), (known.Hints["level"].Words["1"], known.Hints["level"].Control));
        Assert.All(known.Parameters.GetProperty("properties").EnumerateObject(), parameter => Assert.Equal(["type", "title"], parameter.Value.EnumerateObject().Select(member => member.Name)));
    }

    [Theory]
    [InlineData("id", "issue:acme/widgets:7")]
    [InlineData("plainId", "acme/widgets:7")]
    [InlineData("title", "Fix it")]
    [InlineData("number", "7")]
    [InlineData("key", null)]
    public void AThing_StandsFor_WhatTheParameterTakes(string value, string? sent)
    {
        var thing = new ExternalEntity("issue:acme/widgets:7", "issue", "Fix it", null, null) { Metadata = new JsonObject { ["number"] = 7 } };

        Assert.Equal(sent, new ParameterLookUp(["issue"]) { Value = value }.ValueOf(thing));
    }

    [Fact]
    public void AFile_SaysWhatPeopleNeed_AndItsOwnWords()
    {
        var file = SmallFile.Read(file =>
        {
            var action = file["api"]!["actions"]![0]!;
            action["words"] = JsonNode.Parse("""{ "de": { "Close task": "Aufgabe schließen" } }""");
            action["parameters"]!["why"] = JsonNode.Parse("""{ "type": "string", "title": "Why", "control": "long", "folded": true, "lookUp": { "entity": "task", "value": "title", "within": { "container": "task" } }, "words": { "done": "It is done" } }""");
        });

        var action = Assert.Single(file.Api.Actions).Descriptor;
        Assert.Equal("Aufgabe schließen", action.Translations["de"]["Close task"]);
        Assert.Equal(("long", true, "title", "It is done"), (action.Hints["why"].Control, action.Hints["why"].IsFolded, action.Hints["why"].LookUp!.Value, action.Hints["why"].Words["done"]));
    }

    [Theory]
    [InlineData("""{ "entity": "elephant" }""", "There is no entity 'elephant'")]
    [InlineData("""{ "entity": "task", "value": "trunk" }""", "has no field 'trunk'")]
    [InlineData("""{ "entity": "task", "within": { "container": "zoo" } }""", "There is no parameter 'zoo' to look within")]
    public void AFile_WhoseLookUpLeadsNowhere_IsToldWhere(string lookUp, string said)
    {
        var problems = SmallFile.Problems(file => file["api"]!["actions"]![0]!["parameters"]!["why"] = new JsonObject { ["type"] = "string", ["title"] = "Why", ["lookUp"] = JsonNode.Parse(lookUp) });

        Assert.Contains(said, Assert.Single(problems).Message, StringComparison.Ordinal);
    }
}
