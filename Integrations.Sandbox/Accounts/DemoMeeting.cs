namespace Integrations.Sandbox.Accounts;

/// <summary>A meeting as any calendar would hold it. Times are UTC.</summary>
/// <param name="Attendees">The organizer first.</param>
internal sealed record DemoMeeting(
    string Title, DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<DemoPerson> Attendees, string Text, string? Location = null)
{
    public bool AllDay { get; init; }

    public bool Online { get; init; }
}
