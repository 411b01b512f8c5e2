namespace Integrations.Core.Connections.OAuth;

/// <summary>What the start needs to know besides the integration.</summary>
/// <param name="ReturnUrl">A path of ours or an allowed origin's address.</param>
public sealed record FlowRequest(string ReturnUrl)
{
    /// <summary>A random value in the starting browser's cookie; null when a token starts the flow.</summary>
    public string? BrowserKey { get; init; }

    /// <summary>Fields that the manifest asks before going to the vendor.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A person agreed to another vendor account than before (SECURITY O10).</summary>
    public bool AllowAccountChange { get; init; }

    /// <summary>Uses that the integration is to have besides, such as <c>action:create_issue</c>: their scopes are asked for with those that are granted. Empty for none.</summary>
    public IReadOnlyList<string> Purposes { get; init; } = [];
}
