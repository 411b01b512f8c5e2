using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;

namespace Integrations.Connectors;

/// <summary>One provider as this program has it. What it can do is read off the interfaces that its connector implements.</summary>
/// <param name="Connector">Speaks the vendor's API.</param>
/// <param name="Manifest">What is known of the vendor without calling it.</param>
public sealed record ConnectorEntry(IConnector Connector, ProviderManifest Manifest)
{
    /// <summary>Things can be found by words, filters or dates (<see cref="ISearchEntities"/>).</summary>
    public bool CanSearch => As<ISearchEntities>() is not null;

    /// <summary>One thing can be read again by its id, as links and imports need it (<see cref="IGetEntity"/>).</summary>
    public bool CanGet => As<IGetEntity>() is not null;

    /// <summary>Something can be done at the vendor (<see cref="IRunActions"/>). Which actions there are may depend on the connection.</summary>
    public bool CanAct => As<IRunActions>() is not null;

    /// <summary>Its actions run workflows elsewhere, in the apps that its manifest lists.</summary>
    public bool RunsWorkflows => CanAct && Manifest.Apps.Count > 0;

    /// <summary>Copies can be kept up to date from a cursor (<see cref="ISyncEntities"/>).</summary>
    public bool CanSync => As<ISyncEntities>() is not null;

    /// <summary>The vendor calls the hub when something changes (<see cref="IReceiveEvents"/>).</summary>
    public bool ReceivesEvents => As<IReceiveEvents>() is not null;

    /// <summary>Why nothing but the key in the address proves the vendor's deliveries (<see cref="IReceiveEvents.Unproven"/>); null where something does, and where there are none.</summary>
    public string? UnprovenEvents => As<IReceiveEvents>()?.Unproven;

    /// <summary>One of the connector's abilities; null when it does not have it.</summary>
    public T? As<T>()
        where T : class => Connector.As<T>();

    /// <summary>
    /// How far it goes: <c>connect</c> (the account is tested), <c>search</c> (things are found and read), <c>full</c> (and actions, and sync or
    /// events). It is read off what is there, so that the catalog promises no more.
    /// </summary>
    public string Depth => !CanSearch || !CanGet ? "connect" : CanAct && (CanSync || ReceivesEvents) ? "full" : "search";
}
