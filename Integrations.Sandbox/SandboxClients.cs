namespace Integrations.Sandbox;

/// <summary>The built-in OAuth client of every provider; the hub's default in Development.</summary>
public static class SandboxClients
{
    /// <summary><c>sandbox-github-client</c> / <c>sandbox-github-secret</c> for <c>github</c>.</summary>
    public static SandboxClient For(string provider) => new($"sandbox-{provider}-client", $"sandbox-{provider}-secret");
}
