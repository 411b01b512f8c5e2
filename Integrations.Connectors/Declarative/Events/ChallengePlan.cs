using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>A vendor that wants proof that an address is ours before it delivers there.</summary>
internal sealed record ChallengePlan
{
    private const int LongestValue = 4_000;

    private static readonly IReadOnlyDictionary<string, string> AsItStands = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Content-Type-Options"] = "nosniff" };

    /// <summary><c>POST</c>, <c>GET</c> or <c>HEAD</c>.</summary>
    public required string Method { get; init; }

    /// <summary>What is to be repeated; null where an answer of 200 is all that is wanted.</summary>
    public EventPart? Value { get; init; }

    /// <summary>The vendor does not sign it.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>What is answered, with <c>{value}</c> and <c>{hmac}</c> (the value's keyed hash in hex); null for the value as plain text.</summary>
    public JsonTemplate? Json { get; init; }

    /// <summary>Null when this request is no such challenge.</summary>
    public InboundVerdict? Answer(InboundRequest request, JsonElement body, Secret secret)
    {
        if (request.Method != Method)
        {
            return null;
        }

        if (Value is null)
        {
            return new InboundVerdict.Challenge("text/plain", "");
        }

        if (Value.Read(request, body, body) is not { Length: <= LongestValue } value || value.Any(char.IsControl))
        {
            return null;
        }

        if (Json is null)
        {
            return new InboundVerdict.Challenge("text/plain", value, AsItStands);
        }

        var places = new Places(_ => null);
        places.Set("value", JsonValue.Create(value));
        places.Set("hmac", JsonValue.Create(Convert.ToHexStringLower(EventKey.Hash("sha256", Encoding.UTF8.GetBytes(secret.Reveal()), [Encoding.UTF8.GetBytes(value)]))));
        return new InboundVerdict.Challenge("application/json", Json.TryFill(places, out var filled) && filled is not null ? filled.ToJsonString() : "{}", AsItStands);
    }
}
