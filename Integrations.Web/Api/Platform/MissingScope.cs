using Integrations.Core.Connections;

namespace Integrations.Web.Api.Platform;

/// <summary>A permission that the person did not grant; the connection works without it, with less.</summary>
/// <param name="Name">As the vendor calls it.</param>
/// <param name="Label">In words.</param>
/// <param name="NotWorking">What does not work without it.</param>
internal sealed record MissingScope(string Name, string Label, string NotWorking)
{
    public static IReadOnlyList<MissingScope>? Of(ConnectionView connection) =>
        connection.MissingScopes.Count == 0 ? null : [.. connection.MissingScopes.Select(scope => new MissingScope(scope.Name, scope.Label, scope.Reason))];
}
