namespace Integrations.Client;

/// <summary>Document 001 of the hub's API. Its methods are generated.</summary>
public sealed partial class PlatformApi
{
    private readonly HubSender _sender;

    internal PlatformApi(HubSender sender) => _sender = sender;
}
