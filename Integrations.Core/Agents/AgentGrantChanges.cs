using Integrations.Primitives;

namespace Integrations.Core.Agents;

/// <summary>What a person grants a program, in place of what was granted before.</summary>
/// <param name="Integrations">Whatever is not named is not granted. An action's hash is the one that was shown.</param>
/// <param name="Lifetime">1 hour to 365 days.</param>
public sealed record AgentGrantChanges(IReadOnlyList<AgentGrantedIntegration> Integrations, TimeSpan Lifetime)
{
    /// <summary><see cref="AgentGrant.MayReadRecords"/>.</summary>
    public bool MayReadRecords { get; init; }

    /// <summary><see cref="AgentGrant.MayLink"/>.</summary>
    public bool MayLink { get; init; }

    internal Failure? Validate() =>
        Integrations.Count > AgentGrant.MaxIntegrations ? Failure.InvalidField("integrations", $"At most {AgentGrant.MaxIntegrations} integrations.")
        : Integrations.DistinctBy(granted => granted.IntegrationId).Count() != Integrations.Count ? Failure.InvalidField("integrations", "An integration may be named once.")
        : Integrations.Sum(granted => granted.Actions.Count) > AgentGrant.MaxActions ? Failure.InvalidField("integrations", $"At most {AgentGrant.MaxActions} actions.")
        : Integrations.SelectMany(granted => granted.Actions).Any(action => action.Name.Length is 0 or > 200 || action.Hash.Length != 64)
            ? Failure.InvalidField("integrations", "An action is granted by its name and hash.")
        : Lifetime < TimeSpan.FromHours(1) || Lifetime > AgentGrant.MaxLifetime ? Failure.InvalidField("lifetime", "A grant lives one hour to 365 days.")
        : null;
}
