using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Vendors.Google.Shared;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Drive;

/// <summary>Pulls everything once and then the changes since.</summary>
/// <remarks>
/// Source: developers.google.com/workspace/drive/api/guides/manage-changes (2026-11). The place to go on from is asked for
/// before the first listing, so that nothing falls between.
/// </remarks>
internal sealed class DriveSync(VendorSession session, string entityType)
{
    private const int PageSize = 200;

    public async Task<Result<SyncPage>> PullAsync(string? cursor, CancellationToken cancellationToken)
    {
        if (!OpaqueCursor.TryRead<Progress>(cursor, out var progress) || progress is { Token: null or "" })
        {
            return new SyncPage([], null, HasMore: false, Restart: true);
        }

        using var api = GoogleApi.Drive(session);
        if (progress is null)
        {
            var started = await api.RunAsync(new GetStartPageToken(api), cancellationToken);
            if (!started.TryGet(out var start, out var failure))
            {
                return failure;
            }

            if (string.IsNullOrEmpty(start.StartPageToken))
            {
                return Http.VendorFailures.Unreadable(session.VendorName, null);
            }

            progress = new Progress(start.StartPageToken, IsListing: true, null);
        }

        return progress.IsListing ? await ListAsync(api, progress, cancellationToken) : await ChangesAsync(api, progress.Token, cancellationToken);
    }

    private async Task<Result<SyncPage>> ListAsync(GoogleApi api, Progress progress, CancellationToken cancellationToken)
    {
        var request = new ListFiles(api)
        {
            Query = DriveQuery.Of(new EntityQuery(null) { EntityTypes = [entityType] }),
            PageSize = PageSize,
            PageToken = progress.ListPage,
            Fields = $"nextPageToken,files({DriveFile.Fields})",
        };
        return (await api.RunAsync(request, cancellationToken)).Map(page =>
        {
            var changes = (page.Files ?? []).OfType<DriveFile>().Select(DriveQuery.ToEntity).OfType<ExternalEntity>().Select(entity => new EntityChange(entity.Id, entity)).ToList();
            var hasMore = !string.IsNullOrEmpty(page.NextPageToken);
            return new SyncPage(changes, OpaqueCursor.Write(progress with { IsListing = hasMore, ListPage = hasMore ? page.NextPageToken : null }), hasMore);
        });
    }

    private async Task<Result<SyncPage>> ChangesAsync(GoogleApi api, string token, CancellationToken cancellationToken)
    {
        var request = new ListChanges(api, token) { PageSize = PageSize, Fields = $"nextPageToken,newStartPageToken,changes(fileId,removed,file({DriveFile.Fields}))" };
        var read = await api.RunAsync(request, cancellationToken);
        if (!read.TryGet(out var page, out var failure))
        {
            return failure.VendorStatus is 400 or 404 or 410 ? new SyncPage([], null, HasMore: false, Restart: true) : failure;
        }

        var changes = (page.Changes ?? []).OfType<DriveChange>()
            .Where(change => !string.IsNullOrEmpty(change.FileId))
            // What was removed comes without its kind, so it is told to both.
            .Select(change => new EntityChange(change.FileId!, change.Removed == true || change.File?.Trashed == true || change.File is null ? null : DriveQuery.ToEntity(change.File)))
            .Where(change => change.Entity is null || change.Entity.Type == entityType)
            .ToList();
        var hasMore = !string.IsNullOrEmpty(page.NextPageToken);
        return new SyncPage(changes, OpaqueCursor.Write(new Progress((hasMore ? page.NextPageToken : page.NewStartPageToken) ?? token, IsListing: false, null)), hasMore);
    }

    /// <param name="Token">Where the changes begin.</param>
    /// <param name="ListPage">The next page of the first listing.</param>
    private sealed record Progress(string Token, bool IsListing, string? ListPage);
}
