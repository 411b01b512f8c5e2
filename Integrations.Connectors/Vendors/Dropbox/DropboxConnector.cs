using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Dropbox;

/// <summary>One Dropbox account, API v2.</summary>
/// <remarks>
/// Sources: dropbox.com/developers (read 2026-11-20). Refresh tokens neither rotate nor expire. Writes of one account go
/// one after the other, which a connector's single call per action keeps.
/// </remarks>
internal sealed partial class DropboxConnector : IConnector, IPassCalls, ISearchEntities, IGetEntity, IActByTable, ISyncEntities, IReceiveEvents
{
    /// <summary>Fact of accounts whose team space is larger than their home.</summary>
    public const string RootNamespace = "rootNamespace";

    public string Provider => "dropbox";

    public Task<Result<Uri>> ApiBaseAsync(VendorSession session, CancellationToken cancellationToken) => Task.FromResult<Result<Uri>>(new Uri(DropboxApi.Rpc));

    public ActionTable Actions => DropboxActions.Table;

    public IReadOnlyList<string> SyncableEntities { get; } = [DropboxEntities.File, DropboxEntities.Folder];

    public async Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken)
    {
        var read = await DropboxApi.ReadAsync(session, "users/get_current_account", null, cancellationToken);
        if (!read.TryGet(out var account, out var failure))
        {
            return failure;
        }

        if (account.Text("account_id") is not { Length: > 0 } id)
        {
            return VendorFailures.Unreadable(session.VendorName, null);
        }

        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (account.Text("root_info", "root_namespace_id") is { Length: > 0 } root && root != account.Text("root_info", "home_namespace_id"))
        {
            facts[RootNamespace] = root;
        }

        return new VendorAccount(id, EntityText.Value(account.Text("name", "display_name")))
        {
            Email = EntityText.Value(account.Text("email")),
            AvatarUrl = EntityText.Link(account.Text("profile_photo_url")),
            Workspace = EntityText.Value(account.Text("team", "name")),
            Facts = facts,
        };
    }

    public Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken) =>
        DropboxSearch.SearchAsync(session, query, cancellationToken);

    public async Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken)
    {
        if (!EntityId().IsMatch(externalId))
        {
            return VendorFailures.NotFound(session.VendorName, null);
        }

        var read = await DropboxApi.ReadAsync(session, "files/get_metadata", new JsonObject { ["path"] = DropboxActions.VendorPath(externalId) }, cancellationToken);
        if (!read.TryGet(out var item, out var failure))
        {
            return failure;
        }

        return DropboxEntities.From(item) is { } entity ? entity : VendorFailures.Unreadable(session.VendorName, null);
    }

    public Task<Result<SyncPage>> PullAsync(VendorSession session, string entityType, string? cursor, CancellationToken cancellationToken) =>
        DropboxSync.PullAsync(session, entityType, cursor, cancellationToken);

    /// <summary>
    /// A GET proves the address by echoing its challenge. Notifications are signed with the app's secret over the raw body;
    /// they carry no timestamp, so a repeated one only makes the hub ask again.
    /// </summary>
    public InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset now)
    {
        if (request.Method == "GET")
        {
            return request.Query.TryGetValue("challenge", out var challenge) && challenge.Length is > 0 and <= 1_000
                ? new InboundVerdict.Challenge("text/plain", challenge, new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Content-Type-Options"] = "nosniff" })
                : new InboundVerdict.Rejected("challenge");
        }

        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), request.Body.Span));
        if (!request.Headers.TryGetValue("X-Dropbox-Signature", out var signature)
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature)))
        {
            return new InboundVerdict.Rejected("signature");
        }

        // The body says whose files changed, not which, and two changes may look alike: the moment tells deliveries apart.
        return new InboundVerdict.Accepted(
            $"{now.ToUnixTimeSeconds()}-{expected[..32]}", "list_folder", [new TouchedEntity(DropboxEntities.File, null), new TouchedEntity(DropboxEntities.Folder, null)]);
    }

    public Failure? ReadFailure(VendorSession session, VendorResponse response) => DropboxApi.ReadFailure(session, response);

    [GeneratedRegex(@"\A(file|folder):id:[A-Za-z0-9_-]{1,200}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex EntityId();
}
