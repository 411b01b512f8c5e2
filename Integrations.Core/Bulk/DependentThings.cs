namespace Integrations.Core.Bulk;

/// <summary>What hangs on integrations, before they are switched off, disconnected or deleted.</summary>
/// <param name="Links">All of them; other people's private ones are counted, and not named.</param>
/// <param name="LinkExamples">Titles of a few that the caller may see.</param>
/// <param name="People">People with a connection of their own.</param>
/// <param name="InboundAddresses">Addresses to which vendors deliver.</param>
/// <param name="WebhookEndpoints">The organization's active endpoints that subscribe to something these integrations tell.</param>
/// <param name="Syncs">Kinds of things that are pulled on schedule.</param>
/// <param name="ShownOn">Which of our entity types their data may be linked to and shown on.</param>
public sealed record DependentThings(
    int Links, IReadOnlyList<string> LinkExamples, int People, int InboundAddresses, int WebhookEndpoints, int Syncs, IReadOnlyList<string> ShownOn)
{
    /// <summary>Addresses at which other pages show something of them, that still work; 0 for who may not see those.</summary>
    public int Widgets { get; init; }

    /// <summary>Saved filters that narrow a list to one of them: the caller's own and the shared ones.</summary>
    public int SavedFilters { get; init; }

    /// <summary>Programs that are granted tools of them: the caller's own, and for administrators keys of the organization.</summary>
    public int Programs { get; init; }
}
