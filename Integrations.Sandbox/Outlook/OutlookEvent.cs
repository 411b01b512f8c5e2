using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Outlook;

internal sealed class OutlookEvent(Guid key)
{
    /// <summary>Outlook's ordinary id, which changes when the event moves to another calendar.</summary>
    public string MutableId { get; } = $"AAMkAGE0{key:N}=";

    /// <summary>What <c>Prefer: IdType="ImmutableId"</c> asks for.</summary>
    public string ImmutableId { get; } = $"AAkALgAAAAAAHYQDEap{key:N}";

    public string ICalUId { get; } = $"040000008200E00074C5B7101A82E008{key.ToString("N").ToUpperInvariant()}";

    public string Subject { get; set; } = "";

    public string Text { get; set; } = "";

    public DateTimeOffset Start { get; set; }

    public DateTimeOffset End { get; set; }

    public bool AllDay { get; set; }

    public string? Location { get; set; }

    public required DemoPerson Organizer { get; init; }

    public List<DemoPerson> Attendees { get; init; } = [];

    public bool Online { get; set; }

    public bool Cancelled { get; set; }

    public string ShowAs { get; set; } = "busy";

    public string Type { get; init; } = "singleInstance";

    public OutlookEvent? Series { get; init; }

    public string? TransactionId { get; init; }

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset Modified { get; set; }

    public int Version { get; set; } = 1;

    public bool Deleted { get; set; }

    public bool Overlaps(DateTimeOffset from, DateTimeOffset to) => Start < to && (End > from || (Start == End && Start >= from));
}
