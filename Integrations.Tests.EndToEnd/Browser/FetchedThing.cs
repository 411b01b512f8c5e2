namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>One thing that a browser fetched for a page.</summary>
internal sealed record FetchedThing
{
    public string Address { get; init; } = "";

    /// <summary>Nothing is drawn before it is there.</summary>
    public bool BlocksDrawing { get; init; }
}
