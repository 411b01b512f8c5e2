using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;

namespace Integrations.Connectors;

/// <param name="Connector">Speaks the vendor's API.</param>
/// <param name="Manifest">What is known of the vendor without calling it.</param>
public sealed record ConnectorEntry(IConnector Connector, ProviderManifest Manifest)
{
    public bool CanSearch => As<ISearchEntities>() is not null;

    public bool CanGet => As<IGetEntity>() is not null;

    public bool CanAct => As<IRunActions>() is not null;

    /// <summary>Its actions run workflows elsewhere, in the apps that its manifest lists.</summary>
    public bool RunsWorkflows => CanAct && Manifest.Apps.Count > 0;

    public bool CanSync => As<ISyncEntities>() is not null;

    public bool ReceivesEvents => As<IReceiveEvents>() is not null;

    /// <summary>One of the connector's abilities; null when it does not have it.</summary>
    public T? As<T>()
        where T : class => Connector.As<T>();

    /// <summary>
    /// How far it goes: <c>connect</c> (the account is tested), <c>search</c> (things are found and read), <c>full</c> (and actions, and sync or
    /// events). It is read off what is there, so that the catalog promises no more.
    /// </summary>
    public string Depth => !CanSearch || !CanGet ? "connect" : CanAct && (CanSync || ReceivesEvents) ? "full" : "search";
}
