using System.Text.Json.Nodes;

namespace Integrations.Sandbox.Google;

/// <summary>An event as Google would write it, with what is needed to find and order it.</summary>
internal sealed class SandboxEvent(JsonObject document, DateTimeOffset start, DateTimeOffset end)
{
    public JsonObject Document { get; set; } = document;

    public DateTimeOffset Start { get; set; } = start;

    public DateTimeOffset End { get; set; } = end;

    /// <summary>Grows with every change; what a sync token compares with.</summary>
    public long Revision { get; set; }

    public string Id => (string)Document["id"]!;

    public string Status => (string?)Document["status"] ?? "confirmed";

    public bool IsSeries => Document.ContainsKey("recurrence");

    public bool IsInstance => Document.ContainsKey("recurringEventId");
}
