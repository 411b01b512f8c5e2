using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Connections;

/// <summary>What an integration may be for, in words.</summary>
internal static class PurposeLabels
{
    /// <summary>One use; a name that the provider has no word for stands as it is.</summary>
    public static string Of(ConnectorEntry? entry, string purpose) => purpose switch
    {
        Purposes.Account => Text.T("Sign in"),
        Purposes.Find => Text.T("Find and link"),
        Purposes.Actions => Text.T("Run actions"),
        Purposes.Events => Text.T("Receive events"),
        _ when Purposes.EntityOf(purpose) is { } entity => Text.T("Find and link: {0}", entry?.Manifest.Entities.FirstOrDefault(known => known.Name == entity)?.DisplayName ?? entity),
        _ when Purposes.ActionIn(purpose) is { } action => Text.T("Run '{0}'", entry?.As<IRunActions>()?.KnownActions.FirstOrDefault(known => known.Name == action) is { } descriptor ? ActionWords.Name(descriptor) : action),
        _ => purpose,
    };

    /// <summary>Several, with commas between them.</summary>
    public static string Of(ConnectorEntry? entry, IEnumerable<string> purposes) => string.Join(", ", purposes.Select(purpose => Of(entry, purpose)));
}
