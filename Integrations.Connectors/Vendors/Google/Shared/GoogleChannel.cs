using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Shared;

/// <summary>Google's push notifications: an empty POST whose headers say that something changed.</summary>
/// <remarks>
/// Source: developers.google.com/workspace/calendar/api/guides/push (2026-11). Google signs nothing and sends no time;
/// the token that the channel was opened with is the proof, the message number tells deliveries apart.
/// </remarks>
internal static class GoogleChannel
{
    private const int HeaderMaxLength = 256;

    public static InboundVerdict Receive(InboundRequest request, Secret secret, params ReadOnlySpan<string> entityTypes)
    {
        if (!secret.Matches(request.Headers.GetValueOrDefault("X-Goog-Channel-Token")))
        {
            return new InboundVerdict.Rejected("channel token");
        }

        var channel = request.Headers.GetValueOrDefault("X-Goog-Channel-ID");
        var number = request.Headers.GetValueOrDefault("X-Goog-Message-Number");
        var state = request.Headers.GetValueOrDefault("X-Goog-Resource-State");
        if (channel is not { Length: > 0 and <= HeaderMaxLength } || state is not { Length: > 0 and <= 40 } || number is not { Length: > 0 and <= 20 } || !number.All(char.IsAsciiDigit))
        {
            return new InboundVerdict.Rejected("headers");
        }

        // "sync" only says that the channel is open; for everything else a pull finds out what changed.
        var touched = new List<TouchedEntity>();
        foreach (var type in state == "sync" ? [] : entityTypes)
        {
            touched.Add(new TouchedEntity(type, null));
        }

        return new InboundVerdict.Accepted($"{channel}:{number}", state, touched);
    }
}
