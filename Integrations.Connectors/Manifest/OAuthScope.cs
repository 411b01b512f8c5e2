using System.Text.Json.Serialization;

namespace Integrations.Connectors.Manifest;

/// <summary>One permission that a person is asked for at the vendor.</summary>
/// <param name="Name">The technical name.</param>
/// <param name="Label">In words: "Read your calendars and events".</param>
/// <param name="Reason">Why the connector needs it (SECURITY O11).</param>
public sealed record OAuthScope(string Name, string Label, string Reason)
{
    /// <summary>The uses that do not go without it, in the words of <see cref="Purposes"/>; empty where that is not known: then it is always asked for.</summary>
    public IReadOnlyList<string> NeededFor { get; init; } = [];

    /// <summary>A connection without it still works, with fewer abilities.</summary>
    public bool Optional { get; init; }

    /// <summary>The vendor grants it and does not list it among the granted ones, so that its absence says nothing.</summary>
    public bool NeverListed { get; init; }

    /// <summary>Every sign-in asks for it, whatever it is for: to know whose account it is, to stay connected, or because nothing says what needs it.</summary>
    [JsonIgnore]
    public bool IsAlwaysAsked => NeededFor.Count == 0 || NeededFor.Contains(Purposes.Account, StringComparer.Ordinal);

    /// <summary>Whether an integration that is for these uses, and no others, asks for it.</summary>
    public bool IsAskedFor(IReadOnlyList<string> purposes) => IsAlwaysAsked || NeededFor.Any(need => purposes.Any(purpose => Purposes.Meet(need, purpose)));
}
