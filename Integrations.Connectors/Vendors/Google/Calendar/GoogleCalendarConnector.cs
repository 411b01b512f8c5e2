using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Vendors.Google.Shared;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary>Events and calendars of a Google account, Calendar API v3.</summary>
/// <remarks>
/// Source: Google's discovery document (revision 20260225) and developers.google.com/workspace/calendar/api/guides
/// (read 2026-11). Budget: 600 requests a minute per user. Private, secondary and shared calendars are searched after the own one.
/// </remarks>
internal sealed class GoogleCalendarConnector : IConnector, IPassCalls, ISearchEntities, IGetEntity, IActByTable, ISyncEntities, ISubscribeToEvents
{
    private const int IdMaxLength = 1_500;
    private const string Root = "https://www.googleapis.com/calendar/v3/";
    private const string Stop = Root + "channels/stop";

    public string Provider => "google_calendar";

    public Task<Result<Uri>> ApiBaseAsync(VendorSession session, CancellationToken cancellationToken) => Task.FromResult<Result<Uri>>(new Uri(Root));

    public ActionTable Actions => CalendarActions.Table;

    public IReadOnlyList<string> SyncableEntities { get; } = ["event"];

    public Failure? ReadFailure(VendorSession session, VendorResponse response) => GoogleErrors.Read(session, response);

    public async Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken)
    {
        var identity = await GoogleIdentity.ReadAsync(session, cancellationToken);
        if (!identity.TryGet(out var account, out var unknown))
        {
            return unknown;
        }

        // A token may be good and still not open the calendar: the permission was unticked, or the API is off.
        using var api = GoogleApi.Calendar(session);
        var probe = new ListEvents(api, EventMapping.Primary) { MaxResults = 1, Fields = "summary,timeZone,accessRole" };
        return (await api.RunAsync(probe, cancellationToken)).Map(calendar => account with
        {
            Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["timeZone"] = EntityText.Value(calendar.TimeZone) ?? "UTC" },
        });
    }

    public Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken) =>
        new EventSearch(session, query).RunAsync(cancellationToken);

    public async Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken)
    {
        if (externalId.Length > IdMaxLength)
        {
            return VendorFailures.NotFound(session.VendorName, null);
        }

        using var api = GoogleApi.Calendar(session);
        // Event ids hold neither @ nor slash, calendar ids hold an @ and no slash.
        if (externalId.Contains('@', StringComparison.Ordinal) && !externalId.Contains('/', StringComparison.Ordinal))
        {
            return Mapped(session, await api.RunAsync(new GetCalendar(api, externalId), cancellationToken), EventMapping.ToEntity);
        }

        var (calendarId, eventId) = EventMapping.Parse(externalId);
        if (calendarId.Length == 0 || eventId.Length == 0)
        {
            return VendorFailures.NotFound(session.VendorName, null);
        }

        // An event does not name its calendar.
        return Mapped(
            session, await api.RunAsync(new GetEvent(api, calendarId, eventId), cancellationToken),
            found => EventMapping.ToEntity(found, CalendarRef.Named(calendarId)) is { } entity ? entity with { Untold = [EntityFields.Container, "calendarId"] } : null);
    }

    /// <summary>With the setting at the own calendar, events of others are left out; which calendars there are stays to be seen.</summary>
    public bool IsInside(VendorSession session, ExternalEntity entity) =>
        session.Facts[EventSearch.CalendarsSetting] != EventMapping.Primary || entity.Type == "calendar" || EventMapping.Parse(entity.Id).CalendarId == EventMapping.Primary;

    public Task<Result<SyncPage>> PullAsync(VendorSession session, string entityType, string? cursor, CancellationToken cancellationToken) =>
        new EventSync(session).PullAsync(cursor, cancellationToken);

    public InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset now) => GoogleChannel.Receive(request, secret, "event");

    /// <summary>A channel tells of one calendar.</summary>
    public string? SubscribedResource(string entityType, string externalId) =>
        entityType == "event" && EventMapping.Parse(externalId) is { CalendarId: var calendar } && PathParameter.Escape(calendar) is { } segment ? $"calendars/{segment}/events" : null;

    public Task<Result<OpenedSubscription>> SubscribeAsync(VendorSession session, SubscriptionRequest order, CancellationToken cancellationToken) =>
        GoogleWatch.OpenAsync(session, Watch(order), order, cancellationToken);

    public Task<Result<OpenedSubscription>> RenewSubscriptionAsync(VendorSession session, SubscriptionRequest order, OpenedSubscription current, CancellationToken cancellationToken) =>
        GoogleWatch.RenewAsync(session, Watch(order), Stop, order, current, cancellationToken);

    public Task<Result<Done>> UnsubscribeAsync(VendorSession session, OpenedSubscription channel, CancellationToken cancellationToken) =>
        GoogleWatch.StopAsync(session, Stop, channel, cancellationToken);

    private static string Watch(SubscriptionRequest order) => $"{Root}{order.Resource}/watch";

    private static Result<ExternalEntity> Mapped<T>(VendorSession session, Result<T> read, Func<T, ExternalEntity?> map) =>
        read.TryGet(out var value, out var failure)
            ? map(value) is { } entity ? entity : VendorFailures.Unreadable(session.VendorName, null)
            : failure;
}
