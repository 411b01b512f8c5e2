using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>The vendor calls us when something changes.</summary>
public interface IReceiveEvents
{
    /// <summary>Checks the vendor's signature scheme over the raw bytes before anything is parsed (SECURITY W9), then reads the event.</summary>
    InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset now);
}
