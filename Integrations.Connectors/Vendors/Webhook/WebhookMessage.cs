using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;

namespace Integrations.Connectors.Vendors.Webhook;

/// <summary>What is sent to a receiver, and what is kept of its answer.</summary>
internal static class WebhookMessage
{
    public static byte[] Ping(DateTimeOffset now) =>
        Serialize("ping", now, new JsonObject { ["message"] = "A test of this connection. Answer with a status between 200 and 299." });

    public static byte[] From(JsonElement parameters, DateTimeOffset now) =>
        Serialize(parameters.Text("event") ?? "message", now, parameters.Member("data") is { } data ? JsonNode.Parse(data.GetRawText()) : null);

    public static ActionOutcome Outcome(string id, VendorResponse response)
    {
        var output = new JsonObject { ["messageId"] = id, ["status"] = (int)response.Status };
        if (KeptAnswer.Of(response.Text) is { } answer)
        {
            output["response"] = answer;
        }

        return new ActionOutcome(output);
    }

    private static byte[] Serialize(string name, DateTimeOffset now, JsonNode? data) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["event"] = name, ["timestamp"] = now.Iso(), ["data"] = data });
}
