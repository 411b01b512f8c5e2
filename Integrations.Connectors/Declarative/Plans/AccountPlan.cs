namespace Integrations.Connectors.Declarative.Plans;

/// <summary>Whose a credential is.</summary>
internal sealed record AccountPlan
{
    /// <summary>The first proves the credential; further ones look up what later calls need.</summary>
    public required IReadOnlyList<AccountStep> Steps { get; init; }

    /// <summary>False where the vendor names no one: a person is asked at a reconnect.</summary>
    public bool IsCertain { get; init; } = true;
}
