namespace Integrations.Sandbox.Google;

/// <summary>One open channel.</summary>
/// <param name="Calendar">What is watched; null for Drive's changes.</param>
internal sealed record SandboxChannel(string Id, string ResourceId, string ResourceUri, Uri Address, string? Token, DateTimeOffset EndsAt, SandboxCalendar? Calendar)
{
    /// <summary>The number of the last message.</summary>
    public int Messages { get; set; }
}
