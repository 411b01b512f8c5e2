using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Vendors.Google.Shared;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Drive;

/// <summary>Files and folders of a Google account, Drive API v3.</summary>
/// <remarks>
/// Source: Google's discovery document (revision 20260405) and developers.google.com/workspace/drive/api/guides (read 2026-11).
/// With <c>drive.file</c> alone only files that the hub made are seen; the optional permission shows the names of all.
/// Drive matches the beginnings of words in names.
/// </remarks>
internal sealed class GoogleDriveConnector : IConnector, IPassCalls, ISearchEntities, IGetEntity, IActByTable, ISyncEntities, ISubscribeToEvents
{
    private const string Changes = "changes";
    private const string Root = "https://www.googleapis.com/drive/v3/";
    private const string Stop = Root + "channels/stop";
    private const int PageMax = 1_000;
    private const int IdMaxLength = 200;

    // Empty pages with more behind them are normal; a page of ours still has to end.
    private const int CallsMax = 5;

    public string Provider => "google_drive";

    public Task<Result<Uri>> ApiBaseAsync(VendorSession session, CancellationToken cancellationToken) => Task.FromResult<Result<Uri>>(new Uri(Root));

    public ActionTable Actions => DriveActions.Table;

    public IReadOnlyList<string> SyncableEntities { get; } = [DriveQuery.File, DriveQuery.Folder];

    public Failure? ReadFailure(VendorSession session, VendorResponse response) => GoogleErrors.Read(session, response);

    /// <summary>Drive's ids are letters, digits, <c>-</c> and <c>_</c>.</summary>
    public static bool IsId(string id) => id.Length is > 0 and <= IdMaxLength && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    public async Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken)
    {
        var identity = await GoogleIdentity.ReadAsync(session, cancellationToken);
        if (!identity.TryGet(out var account, out var unknown))
        {
            return unknown;
        }

        using var api = GoogleApi.Drive(session);
        return (await api.RunAsync(new GetAbout(api) { Fields = "user(displayName,emailAddress)" }, cancellationToken)).Map(_ => account);
    }

    public async Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken)
    {
        if (!PageCursor.TryDecode(query.Cursor, out var place))
        {
            return Failure.InvalidField("cursor", "The cursor is not one that this search gave.");
        }

        if (!query.Wants(DriveQuery.File) && !query.Wants(DriveQuery.Folder))
        {
            return EntityPage.Empty;
        }

        using var api = GoogleApi.Drive(session);
        var items = new List<ExternalEntity>();
        var token = place.Position;
        // Drive's own language knows some fields; the rest is compared here.
        var narrowed = query with { Filters = query.Filters.Where(filter => !DriveQuery.Filters.Contains(filter.Key)).ToDictionary(StringComparer.Ordinal) };
        for (var calls = 0; items.Count < query.Limit && calls < CallsMax; calls++)
        {
            var request = new ListFiles(api)
            {
                Query = DriveQuery.Of(query),
                // With a text Drive orders by relevance and refuses any other order.
                OrderBy = string.IsNullOrWhiteSpace(query.Text) ? "modifiedTime desc" : null,
                PageSize = Math.Clamp(query.Limit - items.Count, 1, PageMax),
                PageToken = token,
                Fields = $"nextPageToken,files({DriveFile.Fields})",
            };
            var read = await api.RunAsync(request, cancellationToken);
            if (!read.TryGet(out var page, out var failure))
            {
                return failure;
            }

            items.AddRange((page.Files ?? []).OfType<DriveFile>().Select(DriveQuery.ToEntity).OfType<ExternalEntity>().Where(narrowed.MatchesFilters));
            token = string.IsNullOrEmpty(page.NextPageToken) ? null : page.NextPageToken;
            if (token is null)
            {
                return new EntityPage(items);
            }
        }

        return new EntityPage(items, new PageCursor(0, token).Encode());
    }

    public async Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken)
    {
        if (!IsId(externalId))
        {
            return VendorFailures.NotFound(session.VendorName, null);
        }

        using var api = GoogleApi.Drive(session);
        var read = await api.RunAsync(new GetFile(api, externalId) { Fields = DriveFile.Fields }, cancellationToken);
        return read.TryGet(out var file, out var failure)
            ? DriveQuery.ToEntity(file) is { } entity ? entity : VendorFailures.Unreadable(session.VendorName, null)
            : failure;
    }

    public Task<Result<SyncPage>> PullAsync(VendorSession session, string entityType, string? cursor, CancellationToken cancellationToken) =>
        new DriveSync(session, entityType).PullAsync(cursor, cancellationToken);

    public InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset now) => GoogleChannel.Receive(request, secret, DriveQuery.File, DriveQuery.Folder);

    /// <summary>One channel tells of everything that the account sees.</summary>
    public string? SubscribedResource(string entityType, string externalId) => entityType is DriveQuery.File or DriveQuery.Folder ? Changes : null;

    public Task<Result<OpenedSubscription>> SubscribeAsync(VendorSession session, SubscriptionRequest order, CancellationToken cancellationToken) =>
        WatchAsync(session, watch => GoogleWatch.OpenAsync(session, watch, order, cancellationToken), cancellationToken);

    public Task<Result<OpenedSubscription>> RenewSubscriptionAsync(VendorSession session, SubscriptionRequest order, OpenedSubscription current, CancellationToken cancellationToken) =>
        WatchAsync(session, watch => GoogleWatch.RenewAsync(session, watch, Stop, order, current, cancellationToken), cancellationToken);

    public Task<Result<Done>> UnsubscribeAsync(VendorSession session, OpenedSubscription channel, CancellationToken cancellationToken) =>
        GoogleWatch.StopAsync(session, Stop, channel, cancellationToken);

    /// <summary>What is told begins where the account stands now.</summary>
    private static async Task<Result<OpenedSubscription>> WatchAsync(VendorSession session, Func<string, Task<Result<OpenedSubscription>>> open, CancellationToken cancellationToken)
    {
        using var api = GoogleApi.Drive(session);
        var start = await api.RunAsync(new GetStartPageToken(api), cancellationToken);
        return !start.TryGet(out var place, out var failure) ? failure
            : string.IsNullOrEmpty(place.StartPageToken) ? VendorFailures.Unreadable(session.VendorName, null)
            : await open($"{Root}{Changes}/watch?supportsAllDrives=true&includeItemsFromAllDrives=true&pageToken={Uri.EscapeDataString(place.StartPageToken)}");
    }
}
