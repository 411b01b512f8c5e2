using System.Text.Json;

namespace Integrations.Client;

/// <summary>What happened in the hub.</summary>
/// <param name="Id">The same at every try and replay of the event: a receiver that remembers it does nothing twice.</param>
/// <param name="Type">Such as <c>link.created</c>.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="SentAt">When this try was sent.</param>
/// <param name="Data">Of the event's type.</param>
public sealed record HubEvent(string Id, string Type, DateTimeOffset OccurredAt, DateTimeOffset SentAt, JsonElement Data);
