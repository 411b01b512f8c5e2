namespace Integrations.Sandbox;

/// <summary>One request that reached the sandbox.</summary>
public sealed record SandboxRequest(DateTimeOffset At, string Method, string Host, string Path);
