using Integrations.Primitives;

namespace Integrations.Core.Setup;

public enum ChecklistState
{
    Done,

    /// <summary>Nothing is to be done; it is good to know.</summary>
    Info,

    /// <summary>Not done yet, or not needed here.</summary>
    Open,

    /// <summary>Works, or may work; look at it.</summary>
    Attention,

    /// <summary>Does not work.</summary>
    Wrong,
}

/// <summary>Who did it, and when.</summary>
public sealed record ChecklistDone(DateTimeOffset At, string By);

/// <summary>One line of the checklist.</summary>
/// <param name="Key">One of <see cref="ChecklistKeys"/>.</param>
/// <param name="Found">What is, without secrets.</param>
/// <param name="ToDo">What to do; null where nothing is to be done.</param>
/// <param name="Done">Null where it was not done, or where the hub itself looked just now.</param>
public sealed record ChecklistLine(string Key, TranslatableText Title, ChecklistState State, TranslatableText Found, TranslatableText? ToDo = null, ChecklistDone? Done = null)
{
    /// <summary>A super administrator says whether it is done.</summary>
    public bool MayTick => ChecklistKeys.Ticked.Contains(Key, StringComparer.Ordinal);
}

/// <summary>One provider that people connect by signing in at the vendor.</summary>
/// <param name="Found">What is known of its OAuth client, in the vendor's own words where it was tried.</param>
/// <param name="CallbackHit">When the vendor last sent somebody to the callback address; null for never.</param>
/// <param name="Tried">Who tried the client; null for nobody.</param>
public sealed record ChecklistProvider(
    string Key, string DisplayName, ChecklistState State, bool HasClient, TranslatableText Found, DateTimeOffset? CallbackHit, ChecklistDone? Tried);

/// <summary>What makes an installation complete.</summary>
/// <param name="Callback">Where vendors send people back to; null while the hub's own address is not known.</param>
public sealed record Checklist(IReadOnlyList<ChecklistLine> Lines, IReadOnlyList<ChecklistProvider> Providers, string? Callback);
