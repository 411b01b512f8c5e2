using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.Plans;

/// <summary>Whose a credential is.</summary>
internal sealed record AccountPlan
{
    /// <summary>The first proves the credential; further ones look up what later calls need.</summary>
    public required IReadOnlyList<AccountStep> Steps { get; init; }

    /// <summary>False where the vendor names nobody: a person is asked at a reconnect.</summary>
    public bool IsCertain { get; init; } = true;
}

/// <param name="Fields"><c>id</c>, <c>name</c>, <c>email</c>, <c>username</c>, <c>avatarUrl</c>, <c>workspace</c>.</param>
/// <param name="Facts">What the session carries from then on.</param>
internal sealed record AccountStep(RequestPlan Request, IReadOnlyDictionary<string, MappedValue> Fields, IReadOnlyDictionary<string, MappedValue> Facts);
