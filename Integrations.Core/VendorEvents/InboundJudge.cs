using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Core.VendorEvents;

/// <summary>Says whether a request is the vendor's (SECURITY W9, W10).</summary>
public sealed class InboundJudge(ConnectorCatalog connectors, InboundSecrets secrets, TimeProvider clock)
{
    /// <summary>A request that came just now.</summary>
    /// <param name="provider">Named by the address.</param>
    /// <param name="target">Null where there is none.</param>
    /// <param name="request">As it came.</param>
    internal InboundVerdict Judge(string provider, InboundTarget? target, InboundRequest request)
    {
        if (connectors.Find(provider)?.As<IReceiveEvents>() is not { } receiving)
        {
            return new InboundVerdict.Rejected("provider");
        }

        var now = clock.GetUtcNow();
        var key = request.Query.GetValueOrDefault(InboundService.KeyParameter);
        var values = InForce(target?.ProviderKey == provider ? target : null, now).Where(secret => new Secret(secret.Key).Matches(key)).Select(secret => secret.Value).ToList();
        if (values.Count == 0)
        {
            // The same work as for a known address.
            _ = receiving.ReceiveSafely(request, new Secret(secrets.Decoy.Value), now);
        }

        return First(receiving, request, values, now);
    }

    /// <summary>
    /// A request of before, judged by what is in force now: its key has to be one of the address's, and any of the address's secrets may prove it,
    /// because who corrects a secret gets another key with it.
    /// </summary>
    /// <param name="target">The address that it came to.</param>
    /// <param name="request">As it came.</param>
    /// <param name="receivedAt">What the time in the request is compared with.</param>
    internal InboundVerdict JudgeAgain(InboundTarget? target, InboundRequest request, DateTimeOffset receivedAt)
    {
        var inForce = InForce(target, clock.GetUtcNow()).ToList();
        var key = request.Query.GetValueOrDefault(InboundService.KeyParameter);
        return connectors.Find(target?.ProviderKey ?? "")?.As<IReceiveEvents>() is { } receiving && inForce.Exists(secret => new Secret(secret.Key).Matches(key))
            ? First(receiving, request, inForce.Select(secret => secret.Value), receivedAt)
            : new InboundVerdict.Rejected("address");
    }

    private static IEnumerable<InboundSecret> InForce(InboundTarget? target, DateTimeOffset now) => (target?.Secrets ?? []).Where(s => !(s.Until <= now)).Select(s => s.Secret);

    private static InboundVerdict First(IReceiveEvents receiving, InboundRequest request, IEnumerable<string> values, DateTimeOffset receivedAt)
    {
        InboundVerdict? last = null;
        foreach (var value in values)
        {
            last = receiving.ReceiveSafely(request, new Secret(value), receivedAt);
            if (last is not InboundVerdict.Rejected)
            {
                break;
            }
        }

        return last ?? new InboundVerdict.Rejected("address");
    }
}
