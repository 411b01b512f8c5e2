namespace Integrations.Client;

/// <summary>Routes of the hub's own, which stand in no document. Its methods are generated.</summary>
public sealed partial class OwnApi
{
    private readonly HubSender _sender;

    internal OwnApi(HubSender sender) => _sender = sender;
}
