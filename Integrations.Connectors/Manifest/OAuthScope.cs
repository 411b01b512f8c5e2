namespace Integrations.Connectors.Manifest;

/// <summary>One permission that a person is asked for at the vendor.</summary>
/// <param name="Name">The technical name.</param>
/// <param name="Label">In words: "Read your calendars and events".</param>
/// <param name="Reason">Why the connector needs it (SECURITY O11).</param>
public sealed record OAuthScope(string Name, string Label, string Reason)
{
    /// <summary>A connection without it still works, with fewer abilities.</summary>
    public bool Optional { get; init; }

    /// <summary>The vendor grants it and does not list it among the granted ones, so that its absence says nothing.</summary>
    public bool NeverListed { get; init; }
}
