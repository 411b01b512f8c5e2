using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Sandbox;

/// <summary>What one can connect with in the sandbox, for hosts that want to offer it.</summary>
public static class SandboxCredentials
{
    public static IReadOnlyList<SandboxCredential> All(IServiceProvider services) =>
        [.. services.GetServices<ISandboxVendor>().SelectMany(vendor => vendor.Credentials)];
}
