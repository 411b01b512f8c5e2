using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>A channel that is to be opened.</summary>
[HoldsSecret]
public sealed class SubscriptionRequest(string resource, string address, Secret token)
{
    /// <summary>As <see cref="ISubscribeToEvents.SubscribedResource"/> named it.</summary>
    public string Resource { get; } = resource;

    /// <summary>Where the vendor delivers; holds a key, and is no text for logs.</summary>
    public string Address { get; } = address;

    /// <summary>What every delivery has to carry.</summary>
    public Secret Token { get; } = token;

    /// <summary>The resource alone: the address and the token are secrets, and no text for logs.</summary>
    public override string ToString() => Resource;
}
