
namespace Integrations.Client;

/// <summary>
/// The hub: one member for each surface of its API. Every method answers with a <see cref="HubResult{T}"/>: the value, or the error as a value. Only
/// cancellation, and arguments that no route could take, throw.
/// </summary>
/// <remarks>Comes from <see cref="IntegrationsHubRegistration.AddIntegrationsHub"/>; ask for it where it is needed.</remarks>
public sealed class IntegrationsHub
{
    /// <param name="http">With the hub's address, and the handlers that the registration adds.</param>
    public IntegrationsHub(HttpClient http)
    {
        var sender = new HubSender(http);
        (Platform, Company, Automation, Accounts, Entities, Own) = (new(sender), new(sender), new(sender), new(sender), new(sender), new(sender));
    }

    /// <summary>Document 001: providers, integrations of an organization, connections, search, widgets; and the proxy to vendors' APIs.</summary>
    public PlatformApi Platform { get; }

    /// <summary>Document 002: integrations of a company.</summary>
    public CompanyApi Company { get; }

    /// <summary>Document 003: apps, actions and webhooks.</summary>
    public AutomationApi Automation { get; }

    /// <summary>Document 004: which accounts a person has connected.</summary>
    public AccountsApi Accounts { get; }

    /// <summary>Document 000: tests of an integration, and its external entities.</summary>
    public EntitiesApi Entities { get; }

    /// <summary>What the hub has beside the documents: sign-in, pulling changes, addresses for vendors' events.</summary>
    public OwnApi Own { get; }
}
