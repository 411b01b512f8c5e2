namespace Integrations.Client;

/// <summary>Document 002 of the hub's API. Its methods are generated.</summary>
public sealed partial class CompanyApi
{
    private readonly HubSender _sender;

    internal CompanyApi(HubSender sender) => _sender = sender;
}
