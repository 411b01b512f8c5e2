namespace Integrations.Client;

/// <summary>Document 000 of the hub's API. Its methods are generated.</summary>
public sealed partial class EntitiesApi
{
    private readonly HubSender _sender;

    internal EntitiesApi(HubSender sender) => _sender = sender;
}
