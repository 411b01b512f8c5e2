using System.Text.Json;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Slack;

/// <summary>One Slack workspace, as a person (by signing in, or a user token) or as an app (bot token).</summary>
/// <remarks>
/// Sources: docs.slack.dev (read 2026-11-20). Limits are per method and workspace: 20 a minute for lists and search, 50 to
/// 100 for single things, one message a second and channel.
/// </remarks>
internal sealed class SlackConnector : IConnector, IPassCalls, ISearchEntities, IGetEntity, IActByTable, IReceiveEvents, IReadTokenResponse
{
    /// <summary>Facts of a connection.</summary>
    public const string TokenKind = "tokenKind";
    public const string Bot = "bot";
    public const string WorkspaceUrl = "workspaceUrl";
    private const string TeamId = "teamId";

    public string Provider => "slack";

    public Task<Result<Uri>> ApiBaseAsync(VendorSession session, CancellationToken cancellationToken) => Task.FromResult<Result<Uri>>(new Uri(SlackApi.Root));

    public ActionTable Actions => SlackActions.Table;

    public ValueTask<bool> RefusesCredentialAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        SlackRefusal.IsRefusalAsync(response, cancellationToken);

    public async Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken)
    {
        var sent = await session.SendAsync(SlackApi.Request("auth.test", []).Repeatable(), cancellationToken);
        if (!sent.TryGet(out var response, out var failure))
        {
            return failure;
        }

        if (session.Check(response) is { } refused)
        {
            return refused;
        }

        if (response.TryJson() is not { } who || !who.Flag("ok") || who.Text("team_id") is not { Length: > 0 } team || who.Text("user_id") is not { Length: > 0 } user)
        {
            return response.TryJson()?.Flag("is_enterprise_install") == true
                ? new Failure(FailureKind.VendorRefused, "vendor.refused", "This token is of an organization-wide installation, which the hub does not support. Install the app in one workspace.")
                : VendorFailures.Unreadable(session.VendorName, response.ContentType);
        }

        // The handle is all that auth.test knows; the rest is shown where the scopes allow it.
        var isBot = who.Text("bot_id") is not null;
        var profile = isBot ? null : await ProfileAsync(session, user, cancellationToken);
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { [TeamId] = team, [TokenKind] = isBot ? Bot : "user" };
        if (EntityText.Link(who.Text("url")) is { } url)
        {
            facts[WorkspaceUrl] = url;
        }

        return new VendorAccount($"{team}:{user}", EntityText.Value(profile is { } named ? SlackEntities.DisplayName(named) : who.Text("user")))
        {
            Username = EntityText.Value(who.Text("user")),
            Email = EntityText.Value(profile?.Text("profile", "email")),
            AvatarUrl = EntityText.Link(profile?.Text("profile", "image_72")),
            Workspace = EntityText.Value(who.Text("team")),
            Scopes = response.Header("X-OAuth-Scopes")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Facts = facts,
        };
    }

    public Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken) =>
        SlackSearch.SearchAsync(session, query, cancellationToken);

    public Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken) =>
        SlackLookup.GetAsync(session, externalId, cancellationToken);

    public InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset now) => SlackEvents.Receive(request, secret, now);

    public Failure? ReadFailure(VendorSession session, VendorResponse response) => SlackApi.ReadFailure(session, response);

    public Result<IReadOnlyDictionary<string, string>> Normalize(string authKind, IReadOnlyDictionary<string, string> fields)
    {
        if (authKind != AuthKinds.ApiKey)
        {
            return Result<IReadOnlyDictionary<string, string>>.Success(fields);
        }

        var token = fields["token"].Trim();
        return token.StartsWith("xoxb-", StringComparison.Ordinal) || token.StartsWith("xoxp-", StringComparison.Ordinal)
            ? Result<IReadOnlyDictionary<string, string>>.Success(new Dictionary<string, string>(fields, StringComparer.Ordinal) { ["token"] = token })
            : Failure.InvalidField("token", "Paste a bot token (xoxb-…) or a user token (xoxp-…). Other tokens of Slack belong to a browser or to a socket, or expire within hours.");
    }

    /// <summary>The first answer nests the person's token; a refresh has it at the top.</summary>
    public Result<TokenGrant> ReadToken(string vendorName, VendorResponse response)
    {
        if (response.TryJson() is not { } body || !body.Flag("ok"))
        {
            return VendorFailures.Unreadable(vendorName, response.ContentType, (int)response.Status);
        }

        var holder = body.Member("authed_user") is { } person && person.Text("access_token") is not null ? person : body;
        return holder.Text("access_token") is { Length: > 0 and <= 16_000 } token
            ? new TokenGrant
            {
                AccessToken = new Secret(token),
                RefreshToken = holder.Text("refresh_token") is { Length: > 0 and <= 16_000 } refresh ? new Secret(refresh) : null,
                ExpiresIn = holder.Number("expires_in") is > 0 and < 315_360_000 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
                Scopes = holder.Text("scope")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            }
            : VendorFailures.Unreadable(vendorName, response.ContentType, (int)response.Status);
    }

    private static async Task<JsonElement?> ProfileAsync(VendorSession session, string user, CancellationToken cancellationToken)
    {
        var read = await SlackApi.ReadAsync(session, "users.info", cancellationToken, ("user", user));
        return read.IsSuccess ? read.Value.Member("user") : null;
    }
}
