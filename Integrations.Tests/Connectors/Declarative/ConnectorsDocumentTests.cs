using System.Reflection;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.File;
using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Catalog;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>What docs/connectors.md lists is what the program has.</summary>
public sealed class ConnectorsDocumentTests
{
    private static JsonNode Schema => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root(), "docs", "provider.schema.json")))!;

    [Fact]
    public void WellKnownMembers_AreThoseOfTheProgram()
    {
        var known = typeof(EntityFields).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Concat(["title", "description", "url"]);

        Assert.Equal(known.Order(StringComparer.Ordinal), Names("| member of `map` |").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Categories_AreThoseOfTheSchema_WithWhatPeopleRead()
    {
        var rows = ConnectorsDocument.Rows("| `category` |");

        Assert.Equal(Schema["properties"]!["category"]!["enum"]!.AsArray().Select(one => one!.GetValue<string>()), rows.Select(row => row[0].Trim('`')));
        Assert.All(rows, row => Assert.Equal(CatalogLabels.Category(row[0].Trim('`')), row[1]));
    }

    [Fact]
    public void ReservedNames_AreThoseOfTheProgram()
    {
        var line = Assert.Single(ConnectorsDocument.Lines, line => line.StartsWith("Reserved are ", StringComparison.Ordinal));

        Assert.Equal(ApiScope.Asked, ConnectorsDocument.Quoted(line));
    }

    [Fact]
    public void ShardTypes_AreThoseOfTheProgram() =>
        Assert.Equal(EntityTypes.All, Schema["properties"]!["entityMappings"]!["items"]!["properties"]!["shardType"]!["enum"]!.AsArray().Select(one => one!.GetValue<string>()));

    private static IEnumerable<string> Names(string head) => ConnectorsDocument.Rows(head).SelectMany(row => ConnectorsDocument.Quoted(row[0]));
}
