using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Vendors.Google.Shared;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Meet;

/// <summary>Meet rooms and the conferences held in them, Meet API v2.</summary>
/// <remarks>
/// Source: Google's discovery document (revision 20260421) and developers.google.com/workspace/meet/api/guides (read 2026-11).
/// Meet keeps no titles and has no text search: a text that holds a meeting code finds its room and conferences. Records
/// vanish 30 days after the end. Budget: 600 reads a minute and 10 new rooms a minute per user.
/// </remarks>
internal sealed partial class GoogleMeetConnector : IConnector, IPassCalls, ISearchEntities, IGetEntity, IActByTable
{
    public const string Space = "space";
    public const string Conference = "conference";

    private const int PageMax = 100;

    // Texts that are no code can only be compared here; a page of ours still has to end.
    private const int CallsMax = 5;

    public string Provider => "google_meet";

    public Task<Result<Uri>> ApiBaseAsync(VendorSession session, CancellationToken cancellationToken) => Task.FromResult<Result<Uri>>(new Uri("https://meet.googleapis.com/v2/"));

    public ActionTable Actions => MeetActions.Table;

    public Failure? ReadFailure(VendorSession session, VendorResponse response) => GoogleErrors.Read(session, response);

    public async Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken)
    {
        var identity = await GoogleIdentity.ReadAsync(session, cancellationToken);
        if (!identity.TryGet(out var account, out var unknown))
        {
            return unknown;
        }

        // Meet has no "me"; an empty list proves the permission just as well.
        using var api = GoogleApi.Meet(session);
        return (await api.RunAsync(new ListConferenceRecords(api) { PageSize = 1 }, cancellationToken)).Map(_ => account);
    }

    public async Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken)
    {
        if (!PageCursor.TryDecode(query.Cursor, out var place))
        {
            return Failure.InvalidField("cursor", "The cursor is not one that this search gave.");
        }

        using var api = GoogleApi.Meet(session);
        var code = MeetingCode().Match(query.Text ?? "") is { Success: true } match ? match.Value.ToLowerInvariant() : null;
        var items = new List<ExternalEntity>();
        if (place.Stage == 0 && code is not null && query.Wants(Space))
        {
            var read = await api.RunAsync(new GetSpace(api, "spaces/" + code), cancellationToken);
            if (read.TryGet(out var room, out var failure))
            {
                items.AddRange(new[] { ToEntity(room) }.OfType<ExternalEntity>().Where(query.MatchesFilters));
            }
            else if (failure.VendorStatus is not (403 or 404))
            {
                return failure;
            }
        }

        return query.Wants(Conference)
            ? await ConferencesAsync(api, query, code, place.Position, items, cancellationToken)
            : new EntityPage(items);
    }

    public async Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken)
    {
        if (Identifier().Match(externalId) is not { Success: true } parts)
        {
            return VendorFailures.NotFound(session.VendorName, null);
        }

        using var api = GoogleApi.Meet(session);
        var read = parts.Groups["kind"].Value == "space"
            ? (await api.RunAsync(new GetSpace(api, "spaces/" + parts.Groups["id"].Value), cancellationToken)).Map(ToEntity)
            : (await api.RunAsync(new GetConferenceRecord(api, "conferenceRecords/" + parts.Groups["id"].Value), cancellationToken)).Map(ToEntity);
        return read.TryGet(out var entity, out var failure)
            ? entity is null ? VendorFailures.Unreadable(session.VendorName, null) : entity
            : failure;
    }

    private static async Task<Result<EntityPage>> ConferencesAsync(
        GoogleApi api, EntityQuery query, string? code, string? token, List<ExternalEntity> items, CancellationToken cancellationToken)
    {
        for (var calls = 0; items.Count < query.Limit && calls < CallsMax; calls++)
        {
            var request = new ListConferenceRecords(api) { PageSize = Math.Min(query.Limit - items.Count, PageMax), PageToken = token, Filter = Filter(query, code) };
            var read = await api.RunAsync(request, cancellationToken);
            if (!read.TryGet(out var page, out var failure))
            {
                return failure;
            }

            items.AddRange((page.Records ?? []).OfType<ConferenceRecord>().Select(ToEntity).OfType<ExternalEntity>()
                .Where(entity => (code is not null || query.MatchesText(entity)) && query.MatchesFilters(entity)));
            token = string.IsNullOrEmpty(page.NextPageToken) ? null : page.NextPageToken;
            if (token is null)
            {
                return new EntityPage(items);
            }
        }

        return new EntityPage(items, new PageCursor(1, token).Encode());
    }

    private static string? Filter(EntityQuery query, string? code)
    {
        var parts = new List<string>();
        if (code is not null)
        {
            parts.Add($"space.meeting_code = \"{code}\"");
        }

        if (query.Start is { } start)
        {
            parts.Add($"start_time>=\"{start.Iso()}\"");
        }

        if (query.End is { } end)
        {
            // Google documents <= only, and our end is exclusive.
            parts.Add($"start_time<=\"{end.UtcDateTime.AddMilliseconds(-1):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\"");
        }

        return parts.Count == 0 ? null : string.Join(" AND ", parts);
    }

    internal static ExternalEntity? ToEntity(MeetSpace room)
    {
        if (Identity(room.Name, "spaces/") is not { } id)
        {
            return null;
        }

        var link = EntityText.Link(room.MeetingUri);
        return new ExternalEntity("space:" + id, Space, EntityText.Title($"Google Meet {room.MeetingCode}"), null, link)
        {
            Metadata = Present(new JsonObject
            {
                ["meetingCode"] = EntityText.Value(room.MeetingCode),
                [EntityFields.JoinUrl] = link,
                ["active"] = room.ActiveConference?.ConferenceRecord is not null,
                ["accessType"] = EntityText.Value(room.Config?.AccessType),
            }),
        };
    }

    private static ExternalEntity? ToEntity(ConferenceRecord record)
    {
        if (Identity(record.Name, "conferenceRecords/") is not { } id || VendorJson.ParseTime(record.StartTime) is not { } start)
        {
            return null;
        }

        return new ExternalEntity("conf:" + id, Conference, $"Google Meet, {start.UtcDateTime:yyyy-MM-dd HH:mm} UTC", null, null)
        {
            Metadata = Present(new JsonObject
            {
                [EntityFields.Start] = start.Iso(),
                [EntityFields.End] = VendorJson.ParseTime(record.EndTime).Iso(),
                ["active"] = record.EndTime is null,
                ["space"] = Identity(record.Space, "spaces/") is { } space ? "space:" + space : null,
            }),
        };
    }

    private static string? Identity(string? name, string prefix) =>
        name is not null && name.StartsWith(prefix, StringComparison.Ordinal) && name.Length is > 0 and <= 300 && name.Length > prefix.Length ? name[prefix.Length..] : null;

    private static JsonObject Present(JsonObject metadata)
    {
        foreach (var empty in metadata.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            metadata.Remove(empty);
        }

        return metadata;
    }

    /// <summary>As in <c>https://meet.google.com/abc-defg-hjk</c>, with or without the address.</summary>
    [GeneratedRegex(@"\b[a-z]{3}-[a-z]{4}-[a-z]{3}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex MeetingCode();

    /// <summary>Letters, digits, <c>-</c> and <c>_</c>: anything else would change the address.</summary>
    [GeneratedRegex(@"\A(?<kind>space|conf):(?<id>[A-Za-z0-9_-]{1,250})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Identifier();
}
