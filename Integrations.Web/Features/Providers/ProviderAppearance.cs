using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Providers;

/// <summary>A provider as the person who runs the hub sees it.</summary>
internal static class ProviderAppearance
{
    public static (Tone Tone, string Text) Status(string status) => status switch
    {
        ProviderStatuses.Active => (Tone.Ok, Text.T("Active")),
        ProviderStatuses.Beta => (Tone.Busy, Text.T("Beta")),
        ProviderStatuses.Deprecated => (Tone.Warn, Text.T("Deprecated")),
        _ => (Tone.Off, Text.T("Disabled")),
    };

    /// <summary>What is missing before people can connect, or how they do.</summary>
    public static string Readiness(CatalogEntry entry) =>
        entry.Connector is not { } connector ? Text.T("Listed only: this hub has no connector for it")
        : connector.Manifest.Auth.All(method => method.OAuth is null) ? Text.T("Ready: each integration brings its own credential")
        : entry.HasOAuthClient ? Text.T("Ready: an OAuth client is set up")
        : connector.Manifest.Auth.Any(method => method.OAuth is null) ? Text.T("No OAuth client: sign-in is off, other ways work")
        : Text.T("No OAuth client: no one can connect yet");
}
