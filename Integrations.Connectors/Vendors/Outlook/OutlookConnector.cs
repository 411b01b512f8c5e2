using System.Net;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Outlook;

/// <summary>Outlook calendar and mail by Microsoft Graph v1.0, worldwide cloud.</summary>
/// <remarks>
/// Sources: learn.microsoft.com/graph (read 2026-11-20). A mailbox takes four calls at a time and 10,000 in ten minutes;
/// calls of one operation go one after the other. Disconnecting cannot revoke: the vendor has no such endpoint.
/// </remarks>
internal sealed class OutlookConnector : IConnector, IPassCalls, ISearchEntities, IGetEntity, IActByTable, ISyncEntities, ISubscribeToEvents
{
    public string Provider => "microsoft_outlook";

    public Task<Result<Uri>> ApiBaseAsync(VendorSession session, CancellationToken cancellationToken) => Task.FromResult<Result<Uri>>(new Uri(Graph.Root));

    public ActionTable Actions => OutlookActions.Table;

    public IReadOnlyList<string> SyncableEntities { get; } = [OutlookEntities.Event];

    /// <summary>Reads the person, then the calendar: only the second tells that there is a mailbox and that the scopes suffice.</summary>
    public async Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken)
    {
        using var graph = new GraphApi(session, cancellationToken);
        var me = await graph.AskAsync((api, token) => api.Me.GetAsync(request => request.QueryParameters.Select = ["id", "displayName", "mail", "userPrincipalName"], token), Account);
        if (!me.IsSuccess)
        {
            return me;
        }

        var calendar = await graph.AskAsync(
            (api, token) => api.Me.Calendar.GetAsync(request => request.QueryParameters.Select = ["id", "name", "canEdit"], token), calendar => calendar.Name ?? "");
        return calendar.Failure is { } noCalendar ? noCalendar : me;
    }

    public Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken) =>
        OutlookSearch.SearchAsync(session, query, cancellationToken);

    public async Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken)
    {
        var isMessage = externalId.StartsWith(OutlookEntities.MessagePrefix, StringComparison.Ordinal);
        var id = isMessage ? externalId[OutlookEntities.MessagePrefix.Length..] : externalId;
        if (!PathParameter.IsSafe(id))
        {
            return VendorFailures.NotFound(session.VendorName, null);
        }

        using var graph = new GraphApi(session, cancellationToken);
        return isMessage
            ? await graph.AskAsync((api, token) => api.Me.Messages[id].GetAsync(request => request.QueryParameters.Select = Graph.MessageFields, token), OutlookEntities.FromMessage)
            : await graph.AskAsync(
                (api, token) => api.Me.Events[id].GetAsync(request => request.QueryParameters.Select = [.. Graph.EventFields, "body", "createdDateTime", "lastModifiedDateTime"], token),
                OutlookEntities.FromEvent);
    }

    public Task<Result<SyncPage>> PullAsync(VendorSession session, string entityType, string? cursor, CancellationToken cancellationToken) =>
        OutlookSync.PullAsync(session, cursor, cancellationToken);

    public InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset now) => OutlookNotifications.Receive(request, secret);

    /// <summary>Linked mail is not watched: what is linked of it does not change.</summary>
    public string? SubscribedResource(string entityType, string externalId) => entityType == OutlookEntities.Event ? OutlookSubscriptions.Events : null;

    public Task<Result<OpenedSubscription>> SubscribeAsync(VendorSession session, SubscriptionRequest order, CancellationToken cancellationToken) =>
        OutlookSubscriptions.OpenAsync(session, order, cancellationToken);

    public Task<Result<OpenedSubscription>> RenewSubscriptionAsync(VendorSession session, SubscriptionRequest order, OpenedSubscription current, CancellationToken cancellationToken) =>
        OutlookSubscriptions.RenewAsync(session, order, current, cancellationToken);

    public Task<Result<Done>> UnsubscribeAsync(VendorSession session, OpenedSubscription channel, CancellationToken cancellationToken) =>
        OutlookSubscriptions.StopAsync(session, channel, cancellationToken);

    public Failure? ReadFailure(VendorSession session, VendorResponse response) => Graph.ErrorCode(response) switch
    {
        "MailboxNotEnabledForRESTAPI" or "MailboxNotSupportedForRESTAPI" => new Failure(
            FailureKind.VendorRefused, "vendor.no_mailbox", $"{session.VendorName} says that this account has no mailbox in the cloud. Connect an account that has one.")
        {
            VendorStatus = (int)response.Status,
        },
        "SyncStateNotFound" or "resyncRequired" or "SyncStateInvalid" => new Failure(
            FailureKind.VendorRefused, Graph.CursorGone, $"{session.VendorName} no longer knows where the last sync ended. It begins again.")
        {
            VendorStatus = (int)response.Status,
        },
        // Some mailbox limits come as 503 or 403 with these codes.
        "ApplicationThrottled" or "TooManyRequests" when response.Status != HttpStatusCode.TooManyRequests =>
            VendorFailures.RateLimited(session.VendorName, VendorFailures.RetryAfter(response, session.Clock.GetUtcNow()), (int)response.Status),
        _ => null,
    };

    private static VendorAccount? Account(Microsoft.Graph.Models.User person)
    {
        if (person.Id is not { Length: > 0 } id)
        {
            return null;
        }

        // Personal accounts and some organizations have no mail attribute; the sign-in name is then the address.
        var email = person.Mail ?? person.UserPrincipalName;
        return new VendorAccount(id, EntityText.Value(person.DisplayName))
        {
            Username = EntityText.Value(person.UserPrincipalName),
            Email = EntityText.Value(email),
            Workspace = EntityText.Value(email?[(email.IndexOf('@', StringComparison.Ordinal) + 1)..]),
        };
    }
}
