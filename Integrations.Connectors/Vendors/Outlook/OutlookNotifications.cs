using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Outlook;

/// <summary>Graph's change notifications. They are not signed: each item carries the secret of its subscription (clientState).</summary>
/// <remarks>Source: learn.microsoft.com/graph/change-notifications-delivery-webhooks (read 2026-11-20).</remarks>
internal static class OutlookNotifications
{
    private const int ValidationTokenMaxLength = 4_000;

    private static readonly Dictionary<string, string> ChallengeHeaders = new(StringComparer.Ordinal) { ["X-Content-Type-Options"] = "nosniff" };

    public static InboundVerdict Receive(InboundRequest request, Secret secret)
    {
        // Sent while a subscription is made; the answer is the decoded token as plain text and nothing else.
        if (request.Query.TryGetValue("validationToken", out var token))
        {
            return token.Length is > 0 and <= ValidationTokenMaxLength
                ? new InboundVerdict.Challenge("text/plain", token, ChallengeHeaders)
                : new InboundVerdict.Rejected("validation_token");
        }

        if (VendorJson.Parse(request.Body) is not { } body || body.Items("value") is not { Count: > 0 } items)
        {
            return new InboundVerdict.Rejected("shape");
        }

        // Every item has to prove itself; all are compared, so that the time tells nothing.
        var genuine = true;
        foreach (var item in items)
        {
            genuine &= secret.Matches(item.Text("clientState") ?? "");
        }

        if (!genuine || body.Member("value")!.Value.GetArrayLength() != items.Count)
        {
            return new InboundVerdict.Rejected("client_state");
        }

        return new InboundVerdict.Accepted(
            Convert.ToHexStringLower(SHA256.HashData(request.Body.Span)),
            EntityText.Value(items[0].Text("lifecycleEvent") ?? items[0].Text("changeType")) ?? "changed",
            [.. items.Where(item => item.Text("lifecycleEvent") is null).Select(Touched).Distinct()]);
    }

    private static TouchedEntity Touched(JsonElement item)
    {
        var isMessage = item.Text("resourceData", "@odata.type") == "#Microsoft.Graph.Message";
        var id = item.Text("resourceData", "id");
        return new TouchedEntity(
            isMessage ? OutlookEntities.Message : OutlookEntities.Event,
            isMessage && id is not null ? OutlookEntities.MessagePrefix + id : id,
            Deleted: item.Text("changeType") == "deleted");
    }
}
