using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Connectors;

internal static class SandboxCredentialsOf
{
    /// <summary>What the sandbox lists for pasting: the first entry of this provider and account.</summary>
    public static IReadOnlyDictionary<string, string> Credential(this IServiceProvider sandbox, string provider, SandboxAccount account, string kind = "api_key") =>
        sandbox.GetServices<ISandboxVendor>().SelectMany(vendor => vendor.Credentials)
            .First(credential => credential.Provider == provider && credential.Kind == kind && credential.Account == account.Email).Fields;
}
