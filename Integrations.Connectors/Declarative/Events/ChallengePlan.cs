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

    /// <summary>What an unsigned challenge may have hashed: a token. Nothing that a vendor signs is so short and without signs, so that the answer proves nothing else.</summary>
    private const int LongestToken = 64;

    private static readonly IReadOnlyDictionary<string, string> AsItStands = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Content-Type-Options"] = "nosniff" };

    /// <summary><c>POST</c>, <c>GET</c> or <c>HEAD</c>.</summary>
    public required string Method { get; init; }

    /// <summary>What is to be repeated; null where an answer of 200 is all that is wanted.</summary>
    public EventPart? Value { get; init; }

    /// <summary>The vendor does not sign it.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>Tells it from a delivery that has such a value as well; null where nothing has to.</summary>
    public EventCondition? Where { get; init; }

    /// <summary>What is answered, with <c>{value}</c> and <c>{hmac}</c> (the value's keyed hash in hex); null for the value as plain text.</summary>
    public JsonTemplate? Json { get; init; }

    /// <summary>In one line, such as <c>answers POST, unsigned, with challenge</c>.</summary>
    public string Text => $"answers {Method}{(IsUnsigned ? ", unsigned," : "")}{(Where is null ? "" : $" where {Where}")} with {(Value is null ? "nothing" : $"{Value}")}{(Hashes ? " and its keyed hash" : "")}";

    private bool Hashes => Json?.Names.Contains("hmac", StringComparer.Ordinal) == true;

    /// <summary>Null when this request is no such challenge.</summary>
    public InboundVerdict? Answer(InboundRequest request, JsonElement body, Secret secret)
    {
        if (request.Method != Method || Where?.Fits(body, body) == false)
        {
            return null;
        }

        if (Value is null)
        {
            return new InboundVerdict.Challenge("text/plain", "", AsItStands);
        }

        if (Value.Read(request, body, body) is not { Length: <= LongestValue } value || value.Any(char.IsControl))
        {
            return null;
        }

        if (IsUnsigned && Hashes && !(value.Length <= LongestToken && value.All(char.IsAsciiLetterOrDigit)))
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
        return new InboundVerdict.Challenge("application/json", Encoding.UTF8.GetString(Json.Fill(places)), AsItStands);
    }
}
