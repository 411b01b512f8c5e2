using System.Text.Json;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>Holds where one of some words stands at a place of the body.</summary>
/// <param name="Path">The place.</param>
/// <param name="Is">The words; a number is compared as it is written.</param>
internal sealed record EventCondition(ValuePath Path, IReadOnlyList<string> Is)
{
    /// <summary>In words, such as <c>type = created</c>.</summary>
    public override string ToString() => $"{Path} = {string.Join(" or ", Is)}";

    /// <summary>Whether it holds.</summary>
    /// <param name="item">The event within the body.</param>
    /// <param name="body">The whole body; undefined where it is no JSON, and then nothing stands there.</param>
    public bool Fits(JsonElement item, JsonElement body) => Path.Find(item, body).Select(VendorJson.TextOrNumber).Any(word => Is.Contains(word, StringComparer.Ordinal));
}
