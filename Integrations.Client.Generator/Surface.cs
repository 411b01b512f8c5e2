namespace Integrations.Client.Generator;

/// <summary>A part of the API that has a document of its own, and so an error body of its own.</summary>
/// <param name="Name">What the client's class is called: <c>Platform</c> for <c>hub.Platform</c>.</param>
/// <param name="Document">The file in <c>docs/api</c>, without its ending.</param>
/// <param name="Prefix">What its operation ids begin with and its methods need not repeat.</param>
internal sealed record Surface(string Name, string Document, string Prefix = "")
{
    /// <summary>Routes that stand in no document but the one of all.</summary>
    public static readonly Surface Own = new("Own", "all");

    public static readonly IReadOnlyList<Surface> Documented =
    [
        new("Platform", "platform"),
        new("Company", "company", "Company"),
        new("Automation", "automation", "Automation"),
        new("Accounts", "accounts"),
        new("Entities", "entities"),
    ];
}
