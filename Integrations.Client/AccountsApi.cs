namespace Integrations.Client;

/// <summary>Document 004 of the hub's API. Its methods are generated.</summary>
public sealed partial class AccountsApi
{
    private readonly HubSender _sender;

    internal AccountsApi(HubSender sender) => _sender = sender;
}
