using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>A provider file's <c>events</c>, compiled: how a delivery is proven, and what it says.</summary>
internal sealed record EventsPlan
{
    private const int LongestId = 200;

    /// <summary>Vendors send fewer in one body; a genuine one with more concerns everything of its kinds.</summary>
    private const int MostEvents = 1_000;

    /// <summary>Of things in all; a genuine delivery with more concerns everything of its kinds too.</summary>
    private const int MostThings = 1_000;

    private const string Nothing = "It concerns nothing that the hub has of this system.";

    public required IEventProof Proof { get; init; }

    public IReadOnlyList<ChallengePlan> Challenges { get; init; } = [];

    /// <summary>The field that holds the event, where deliveries come as forms; null where the body is the event.</summary>
    public string? FormField { get; init; }

    /// <summary>The list of events in one body; null where the body is one event.</summary>
    public ValuePath? Each { get; init; }

    /// <summary>The parts of the delivery's id; without any, or where all are absent, what was delivered is its own id.</summary>
    public IReadOnlyList<EventPart> DeliveryId { get; init; } = [];

    /// <summary>The parts of the type, with dots between.</summary>
    public required IReadOnlyList<EventPart> Type { get; init; }

    public required IReadOnlyList<TouchRule> Touched { get; init; }

    public InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset now)
    {
        var read = VendorJson.Parse(Payload(request));
        var body = read ?? default;
        if (Challenges.Where(one => one.IsUnsigned).Select(one => one.Answer(request, body, secret)).FirstOrDefault(answer => answer is not null) is { } proof)
        {
            return proof;
        }

        if ((request.Method != "POST" ? Refused.Method(request.Method) : Proof.Refusal(request, body, secret, now)) is { } refused)
        {
            return refused;
        }

        if (Challenges.Where(one => !one.IsUnsigned).Select(one => one.Answer(request, body, secret)).FirstOrDefault(answer => answer is not null) is { } challenge)
        {
            return challenge;
        }

        return read is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } ? Read(request, body) : new InboundVerdict.Rejected("body");
    }

    private InboundVerdict Read(InboundRequest request, JsonElement body)
    {
        var items = Each is null ? [body] : Each.Listed(body)?.Take(MostEvents + 1).ToList() ?? [];
        var types = new List<string>();
        var touched = new HashSet<TouchedEntity>();
        foreach (var item in items.Take(MostEvents))
        {
            var type = TypeOf(request, item, body) ?? "(no type)";
            types.Add(type);
            touched.UnionWith(Touched.SelectMany(rule => rule.Read(type, item, body)));
            if (touched.Count > MostThings)
            {
                break;
            }
        }

        if (items.Count > MostEvents || touched.Count > MostThings)
        {
            touched = [.. Touched.Select(rule => rule.Entity.Name).Distinct(StringComparer.Ordinal).Select(name => new TouchedEntity(name, null))];
        }

        var id = Id(request, body);
        var named = types.Count == 0 ? "(none)" : string.Join(", ", types.Distinct(StringComparer.Ordinal).Take(5));
        return touched.Count == 0 ? new InboundVerdict.Noted(id, named, Nothing) : new InboundVerdict.Accepted(id, named, [.. touched]);
    }

    /// <summary>What is left of a part that is absent may be the id of many deliveries: then what was delivered tells them apart.</summary>
    private string Id(InboundRequest request, JsonElement body)
    {
        var found = DeliveryId.Select(part => part.Read(request, body, body)).OfType<string>().ToList();
        if (found.Count == 0 || found.Count < DeliveryId.Count)
        {
            found.Add(Hash(request.Body.Span));
        }

        var id = string.Join('-', found);
        // What is cut or cleaned is no id any more.
        return id.Length <= LongestId && EntityText.Value(id) == id ? id : Hash(Encoding.UTF8.GetBytes(id));
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private string? TypeOf(InboundRequest request, JsonElement item, JsonElement body)
    {
        var found = Type.Select(part => part.Read(request, item, body)).OfType<string>().ToList();
        return found.Count == 0 ? null : EntityText.Value(Primitives.Text.Cut(string.Join('.', found), LongestId));
    }

    private ReadOnlyMemory<byte> Payload(InboundRequest request) =>
        FormField is not null && InboundForm.Is(request) ? Encoding.UTF8.GetBytes(InboundForm.Field(request, FormField) ?? "") : request.Body;
}
