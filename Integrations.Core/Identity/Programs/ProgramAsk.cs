using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Identity.Programs;

/// <summary>What a program asks for: rights at one address of the hub.</summary>
/// <param name="Resource">What its tokens will open (RFC 8707).</param>
public sealed record ProgramAsk(TokenScopes Scopes, string Resource)
{
    /// <summary>Asks for renewal, which every program that acts for people gets.</summary>
    public const string Renewal = "offline_access";

    /// <summary>It asks for the tools at <c>/mcp</c>, and so for no other scope.</summary>
    public bool IsForTools => Scopes == TokenScopes.Mcp;

    /// <summary>The tools at <c>/mcp</c>, as a resource.</summary>
    public static string Tools(PublicOrigin origin) => origin.Url("/mcp");

    /// <summary>The routes of the API, as a resource.</summary>
    public static string Routes(PublicOrigin origin) => Server(origin);

    /// <summary>The hub as an authorization server.</summary>
    public static string Server(PublicOrigin origin) => origin.Value.GetLeftPart(UriPartial.Authority);

    /// <param name="origin">The hub's own.</param>
    /// <param name="scope">Names with spaces between; empty for the fewest.</param>
    /// <param name="resources">As the request names them; none for what the scopes open.</param>
    /// <returns>What is asked for, or <c>invalid_scope</c>, <c>invalid_target</c>.</returns>
    public static Result<ProgramAsk> Read(PublicOrigin origin, string? scope, IReadOnlyList<string> resources)
    {
        var (tools, routes) = (Tools(origin), Routes(origin));
        if (resources.Count > 1 || resources.Any(resource => resource != tools && resource != routes && resource != routes + "/"))
        {
            return ProgramFailures.WrongResource(tools, routes);
        }

        var named = resources.Count == 0 ? null : resources[0].TrimEnd('/');
        var names = (scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(name => name != Renewal).Distinct(StringComparer.Ordinal).ToList();
        var asked = names.Count == 0 ? (named == routes ? TokenScopes.Read : TokenScopes.Mcp) : TokenScopeNames.Parse(names);
        if (asked is not { } scopes)
        {
            return ProgramFailures.UnknownScope;
        }

        // A token opens the tools or the routes, never both: what an agent is talked into at one door does not reach the other.
        var resource = scopes == TokenScopes.Mcp ? tools : scopes.HasFlag(TokenScopes.Mcp) ? null : routes;
        return resource is null || (named is not null && named != resource) ? ProgramFailures.WrongScope(tools) : new ProgramAsk(scopes, resource);
    }
}
