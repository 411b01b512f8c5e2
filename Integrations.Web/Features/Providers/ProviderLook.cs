using Integrations.Core.Catalog;
using Integrations.Web.Components.Shared;

namespace Integrations.Web.Features.Providers;

/// <summary>A provider as whoever runs the hub sees it.</summary>
internal static class ProviderLook
{
    public static (Tone Tone, string Text) Status(string status) => status switch
    {
        ProviderStatuses.Active => (Tone.Ok, "Active"),
        ProviderStatuses.Beta => (Tone.Busy, "Beta"),
        ProviderStatuses.Deprecated => (Tone.Warn, "Deprecated"),
        _ => (Tone.Off, "Disabled"),
    };

    /// <summary>What is missing before people can connect, or how they do.</summary>
    public static string Readiness(CatalogEntry entry) =>
        entry.Connector is not { } connector ? "Listed only: this hub has no connector for it"
        : connector.Manifest.Auth.All(method => method.OAuth is null) ? "Ready: each integration brings its own credential"
        : entry.HasOAuthClient ? "Ready: an OAuth client is set up"
        : connector.Manifest.Auth.Any(method => method.OAuth is null) ? "No OAuth client: sign-in is off, other ways work"
        : "No OAuth client: nobody can connect yet";
}
