using Integrations.Sandbox.Accounts;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.OAuth;

/// <summary>What a vendor's authorization server insists on, and in which shape it answers.</summary>
internal sealed record OAuthRules
{
    /// <summary>The server's name in <see cref="SandboxState.OAuth"/>, and on the consent page.</summary>
    public required string Server { get; init; }

    public required string VendorName { get; init; }

    /// <summary>Provider keys whose <see cref="SandboxClients">built-in client</see> is registered here.</summary>
    public required IReadOnlyList<string> Providers { get; init; }

    /// <summary>Further clients by id, for variants such as a GitHub App.</summary>
    public IReadOnlyList<SandboxClient> MoreClients { get; init; } = [];

    public IReadOnlyList<SandboxAccount> Accounts { get; init; } = SandboxAccounts.All;

    /// <summary>Which scopes the authorize request asks for. Default: <c>scope</c>, split at spaces.</summary>
    public Func<IQueryCollection, IEnumerable<string>> RequestedScopes { get; init; } =
        query => query["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Scopes that exist; null accepts any. Others are answered with <c>invalid_scope</c>.</summary>
    public IReadOnlySet<string>? KnownScopes { get; init; }

    /// <summary>Whether the person may untick scopes on the consent page.</summary>
    public bool ScopesCanBeUnticked { get; init; }

    public bool ResponseTypeRequired { get; init; } = true;

    /// <summary>Parameters of the authorize request that must have exactly this value, such as Atlassian's audience.</summary>
    public IReadOnlyDictionary<string, string> RequiredParameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public Pkce Pkce { get; init; } = Pkce.Optional;

    /// <summary>A client may leave its secret out when it proves itself with the PKCE verifier (Dropbox).</summary>
    public bool VerifierReplacesSecret { get; init; }

    public TimeSpan CodeLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Characters of a code; some vendors hand out hundreds.</summary>
    public int CodeLength { get; init; } = 32;

    /// <summary>How long a superseded refresh token is still accepted.</summary>
    public TimeSpan RotationGrace { get; init; } = TimeSpan.Zero;

    /// <summary>Prefixes, lifetimes and refresh tokens; may depend on client and parameters.</summary>
    public required Func<OAuthConsent, TokenTerms> Terms { get; init; }

    /// <summary>The token endpoint's success.</summary>
    public required Func<HttpContext, IssuedTokens, IResult> Answer { get; init; }

    /// <summary>The token endpoint's refusal.</summary>
    public required Func<HttpContext, OAuthRefusal, IResult> Refuse { get; init; }

    /// <summary>What the callback gets as <c>error_description</c> when the person says no.</summary>
    public string DeniedDescription { get; init; } = "The user denied the request.";
}
