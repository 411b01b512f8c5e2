using Integrations.Connectors.Declarative.File;

namespace Integrations.Connectors.Declarative.Recordings;

/// <summary>
/// Calls of a vendor's API with the vendor's own answers, kept beside a provider file (<c>{key}.recording.json</c>), so that the file can be
/// proven again without the vendor. It holds no credential: one that does is refused.
/// </summary>
public sealed class Recording
{
    /// <summary>The longest recording, in bytes.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>In what the name of a recording ends, behind the provider's key.</summary>
    public const string Ending = ".recording.json";

    internal Recording(string provider, string source, DateTimeOffset at, string kind, IReadOnlyDictionary<string, string> typed, IReadOnlyList<RecordedStep> steps) =>
        (Provider, Source, At, Kind, Typed, Steps) = (provider, source, at, kind, typed, steps);

    /// <summary>The key of the provider that was asked.</summary>
    public string Provider { get; }

    /// <summary>Where the answers come from: the vendor's page with the examples, or <c>live</c>.</summary>
    public string Source { get; }

    /// <summary>The hub's clock while it was recorded; it stands still while it is played.</summary>
    public DateTimeOffset At { get; }

    /// <summary>How the connection was made.</summary>
    public string Kind { get; }

    /// <summary>What was typed and is no secret, such as a site's address.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; }

    internal IReadOnlyList<RecordedStep> Steps { get; }

    /// <summary>Reads a recording; whatever its bytes are, what is wrong is told and nothing is thrown.</summary>
    /// <param name="bytes">Of the file.</param>
    /// <param name="secrets">Values that may stand nowhere in it, such as the credential at hand.</param>
    /// <param name="problems">What is wrong, each with line, column and place; empty when nothing is.</param>
    /// <returns>Null when there are problems.</returns>
    public static Recording? Read(ReadOnlySpan<byte> bytes, IReadOnlyCollection<string> secrets, out IReadOnlyList<FileProblem> problems)
    {
        var found = new List<FileProblem>();
        problems = found;
        if (FileReader.Read(bytes, found, "recording", MaxBytes, RecordingRules.MaxDepth) is not { } root)
        {
            return null;
        }

        RecordingSecrets.Find(root, secrets, found);
        var read = found.Count == 0 ? new RecordingReader(found).Read(root) : null;
        return found.Count == 0 ? read : null;
    }
}
