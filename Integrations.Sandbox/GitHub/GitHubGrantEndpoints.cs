using System.Globalization;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.GitHub;

/// <summary>What an app may ask about its tokens, signing in as itself (Basic): check, revoke one, revoke all.</summary>
internal sealed class GitHubGrantEndpoints(OAuthServer oauth, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/applications/{clientId}/token", CheckAsync);
        api.MapDelete("/applications/{clientId}/token", (HttpContext http, string clientId) => RevokeAsync(http, clientId, wholeGrant: false));
        api.MapDelete("/applications/{clientId}/grant", (HttpContext http, string clientId) => RevokeAsync(http, clientId, wholeGrant: true));
    }

    private async Task<IResult> CheckAsync(HttpContext http, string clientId)
    {
        var (token, refusal) = await ReadTokenAsync(http, clientId);
        if (refusal is not null)
        {
            return refusal;
        }

        if (oauth.Ledger.Inspect(token!) is not { } found || found.Consent.ClientId != clientId)
        {
            return GitHubAnswers.NotFound();
        }

        var documents = GitHubDocuments.For(http);
        return SandboxJson.Answer(new
        {
            id = 1,
            url = $"{documents.Api}/authorizations/1",
            scopes = found.Consent.Scopes,
            token,
            token_last_eight = token![^8..],
            hashed_token = (string?)null,
            app = new { url = "https://hub.example", name = "Integrations Hub", client_id = clientId },
            note = (string?)null,
            note_url = (string?)null,
            fingerprint = (string?)null,
            created_at = GitHubDocuments.Time(found.Consent.GivenAt),
            updated_at = GitHubDocuments.Time(time.GetUtcNow()),
            expires_at = found.ExpiresAt?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            user = documents.User(found.Consent.Account.Login),
        });
    }

    private async Task<IResult> RevokeAsync(HttpContext http, string clientId, bool wholeGrant)
    {
        var (token, refusal) = await ReadTokenAsync(http, clientId);
        if (refusal is not null)
        {
            return refusal;
        }

        if (oauth.Ledger.Inspect(token!) is not { } found || found.Consent.ClientId != clientId)
        {
            return GitHubAnswers.NotFound();
        }

        if (wholeGrant)
        {
            oauth.Ledger.RevokeGrant(found.Consent.Account, clientId);
        }
        else
        {
            oauth.Ledger.RevokeToken(token!, wholeConsent: false);
        }

        return Results.NoContent();
    }

    private async Task<(string? Token, IResult? Refusal)> ReadTokenAsync(HttpContext http, string clientId)
    {
        if (oauth.CheckClient(http, new Dictionary<string, string>(StringComparer.Ordinal), out var caller) is not null || caller != clientId)
        {
            return (null, GitHubAnswers.Error(StatusCodes.Status401Unauthorized, "Bad credentials"));
        }

        var body = await SandboxJson.ReadObjectAsync(http);
        return body.Text("access_token") is { Length: > 0 } token
            ? (token, null)
            : (null, GitHubAnswers.Invalid("OauthAccess", "access_token", "missing_field"));
    }
}
