using Integrations.Connectors.Declarative.Events;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Http;

namespace Integrations.Connectors.Declarative.Plans;

/// <summary>A provider file's <c>api</c> section, compiled.</summary>
internal sealed record ApiPlan
{
    /// <summary>Base addresses; the first whose places have values counts.</summary>
    public required IReadOnlyList<Template> Bases { get; init; }

    /// <summary>What the host of a typed address has to end with, by the field's name.</summary>
    public IReadOnlyDictionary<string, string> Sites { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public required IReadOnlyDictionary<string, CredentialPlan> Credentials { get; init; }

    /// <summary>Of every request.</summary>
    public IReadOnlyList<KeyValuePair<string, Template>> Headers { get; init; } = [];

    /// <summary>Where an answer of the token address has its members; empty where they stand at the top, as RFC 6749 has it.</summary>
    public IReadOnlyList<ValuePath> TokenIn { get; init; } = [];

    /// <summary>By the kind of connection.</summary>
    public required IReadOnlyDictionary<string, AccountPlan> Accounts { get; init; }

    /// <summary>In the order in which a search goes through them.</summary>
    public IReadOnlyList<EntityPlan> Entities { get; init; } = [];

    public IReadOnlyList<ActionPlan> Actions { get; init; } = [];

    /// <summary>What the vendor tells by itself; null where the file does not say it.</summary>
    public EventsPlan? Events { get; init; }

    /// <summary>The vendor's limits; all hold at once.</summary>
    public IReadOnlyList<VendorBudget> Budgets { get; init; } = [];

    public IReadOnlyList<FailureRule> Failures { get; init; } = [];

    /// <summary>Where an error body says in words what is wrong.</summary>
    public IReadOnlyList<ValuePath> Words { get; init; } = [];
}
