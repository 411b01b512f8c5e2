using Integrations.Core.Connections;

namespace Integrations.Web.Api.Platform;

/// <summary>A permission that the vendor was not asked for, because the integration is not for what needs it.</summary>
/// <param name="Name">As the vendor calls it.</param>
/// <param name="Label">In words.</param>
/// <param name="NeededFor">The uses that need it, as purposes of connect/oauth take them.</param>
internal sealed record UnaskedScope(string Name, string Label, IReadOnlyList<string> NeededFor)
{
    public static IReadOnlyList<UnaskedScope>? Of(ConnectionView connection) =>
        connection.UnaskedScopes.Count == 0 ? null : [.. connection.UnaskedScopes.Select(scope => new UnaskedScope(scope.Name, scope.Label, scope.NeededFor))];
}
