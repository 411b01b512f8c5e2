namespace Integrations.Sandbox.Google;

/// <summary>A meeting that took place, or will, in a room.</summary>
internal sealed record SandboxConference(string Id, SandboxRoom Room, DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<string> People);
