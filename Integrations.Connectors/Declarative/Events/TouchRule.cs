using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>What an event of some types is about.</summary>
internal sealed record TouchRule
{
    /// <summary>More things in one event are all of their type.</summary>
    public const int MostThings = 200;

    /// <summary>Types as the vendor writes them; one that ends with a star stands for all that begin so.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    public required EntityPlan Entity { get; init; }

    /// <summary>The parts of the id; empty where the vendor only says that something of this kind changed.</summary>
    public required IReadOnlyList<ValuePath> Id { get; init; }

    /// <summary>Those of the types that say that it is gone; none where the type is not proven, so that the thing is asked for.</summary>
    public IReadOnlyList<string> Deleted { get; init; } = [];

    /// <summary>Null for always.</summary>
    public EventCondition? Where { get; init; }

    public IEnumerable<TouchedEntity> Read(string type, JsonElement item, JsonElement body)
    {
        if (!Fits(Types, type) || Where?.Fits(item, body) == false)
        {
            return [];
        }

        if (Id.Count == 0)
        {
            return [new TouchedEntity(Entity.Name, null)];
        }

        var isDeleted = Fits(Deleted, type);
        // An id of one part may stand there several times, in a list.
        var ids = Id.Count == 1
            ? Id[0].Find(item, body).Select(part => Entity.IdOf([part.TextOrNumber()])).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostThings + 1).ToList()
            : Entity.IdOf([.. Id.Select(path => path.Find(item, body).Select(VendorJson.TextOrNumber).FirstOrDefault(text => text is not null))]) is { } id ? [id] : [];
        return ids.Count > MostThings ? [new TouchedEntity(Entity.Name, null)] : ids.Select(found => new TouchedEntity(Entity.Name, found, isDeleted));
    }

    private static bool Fits(IReadOnlyList<string> types, string type) =>
        types.Any(one => one.EndsWith('*') ? type.StartsWith(one[..^1], StringComparison.Ordinal) : one == type);
}
