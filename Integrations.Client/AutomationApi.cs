namespace Integrations.Client;

/// <summary>Document 003 of the hub's API. Its methods are generated.</summary>
public sealed partial class AutomationApi
{
    private readonly HubSender _sender;

    internal AutomationApi(HubSender sender) => _sender = sender;
}
