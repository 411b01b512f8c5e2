using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Sandbox;

/// <summary>An OAuth client that the sandbox knows. Its secret is no secret: it opens nothing but the sandbox.</summary>
public sealed record SandboxClient(string ClientId, string ClientSecret);

/// <summary>The built-in OAuth client of every provider; the hub's default in Development.</summary>
public static class SandboxClients
{
    /// <summary><c>sandbox-github-client</c> / <c>sandbox-github-secret</c> for <c>github</c>.</summary>
    public static SandboxClient For(string provider) => new($"sandbox-{provider}-client", $"sandbox-{provider}-secret");
}

/// <summary>What one can connect with in the sandbox, for hosts that want to offer it.</summary>
public static class SandboxCredentials
{
    public static IReadOnlyList<SandboxCredential> All(IServiceProvider services) =>
        [.. services.GetServices<ISandboxVendor>().SelectMany(vendor => vendor.Credentials)];
}
