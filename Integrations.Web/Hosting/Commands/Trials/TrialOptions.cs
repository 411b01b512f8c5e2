namespace Integrations.Web.Hosting.Commands.Trials;

/// <summary>How a provider file is to be tried.</summary>
internal sealed record TrialOptions
{
    /// <summary>The recording; null for the one beside the file.</summary>
    public FileInfo? Recording { get; init; }

    /// <summary>Ask the vendor.</summary>
    public bool Live { get; init; }

    /// <summary>Ask the vendor, and keep its answers.</summary>
    public bool Record { get; init; }

    /// <summary>Run actions at the vendor too.</summary>
    public bool WithActions { get; init; }

    /// <summary>A word to search for at the vendor; null for one out of a title.</summary>
    public string? Text { get; init; }

    /// <summary>The way to connect; null for the first whose fields are all there.</summary>
    public string? Kind { get; init; }

    /// <summary>What contradicts itself, as a sentence; null when nothing does.</summary>
    public string? Problem => (WithActions || Text is not null || Kind is not null) && !Live && !Record
        ? "--with-actions, --text and --kind say how the vendor is asked; add --live or --record."
        : Live && !Record && Recording is not null
            ? "Either --live asks the vendor, or --recording answers in its place. --record asks the vendor and writes the recording."
            : null;
}
