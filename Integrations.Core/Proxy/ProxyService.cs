using System.Net;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Proxy;

/// <summary>
/// Makes other programs' calls at vendors' APIs with the connection that the hub keeps for the caller: they never see its credential, and
/// nothing else of theirs reaches the vendor than what they asked to be sent.
/// </summary>
public sealed class ProxyService(
    VendorCalls calls, ConnectionHealth health, ActivityLog activity, AuditLog audit,
    IDbContextFactory<IntegrationsDbContext> contexts, IOptions<VendorHttpOptions> http)
{
    private const int PathKept = 500;

    /// <summary>Makes one call. A change is made once; it is never repeated by itself.</summary>
    /// <param name="caller">Needs the scope <c>proxy</c>, for changes acting rights too (SECURITY A7), and for the organization's own connection an administrator's role.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="request">What to send.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// Whatever the vendor answers, refusals too, as soon as its answer begins: dispose it. Or <c>validation</c>, <c>proxy.too_large</c>, <c>proxy.not_supported</c>,
    /// <c>proxy.redirected</c>, <c>proxy.unauthorized</c>, <c>proxy.send_again</c>, <c>proxy.outcome_unknown</c>, or why the connection cannot be used.
    /// </returns>
    public async Task<Result<ProxyAnswer>> SendAsync(Caller caller, Guid instanceId, ProxyRequest request, CancellationToken cancellationToken)
    {
        if (caller.Must(request.Changes ? KnownPermissions.ChangeThroughProxy : KnownPermissions.ReadThroughProxy) is { } forbidden)
        {
            return forbidden;
        }

        if (Refuse(request) is { } invalid)
        {
            return invalid;
        }

        // A program waits longer than a person, and its body may take a while; yet someone waits for it, so it is no job.
        var opened = await calls.OpenAsync(caller, instanceId, ActivityTypes.Proxy, background: true, cancellationToken, isJob: false);
        if (!opened.TryGet(out var call, out var failure))
        {
            return failure;
        }

        ProxyAnswer? answer = null;
        try
        {
            var made = await SendAsync(call, request, cancellationToken);
            answer = made.IsSuccess ? made.Value : null;
            return made;
        }
        finally
        {
            if (answer is null)
            {
                call.Dispose();
            }
        }
    }

    private static Failure? Refuse(ProxyRequest request) =>
        ProxyPath.Refuse(request.Path, request.Query)
        ?? (request.BodyLength > ProxyRequest.LargestBodyInBytes ? ProxyFailures.TooLarge : null)
        ?? request.Headers.Where(header => (ProxyHeaders.PassesToVendor(header.Key) || ProxyHeaders.PassesWithBody(header.Key)) && !ProxyHeaders.IsPlain(header.Value))
            .Select(header => Failure.InvalidField(header.Key, $"{header.Key} must hold printable ASCII characters only.")).FirstOrDefault();

    private async Task<Result<ProxyAnswer>> SendAsync(VendorCall call, ProxyRequest request, CancellationToken cancellationToken)
    {
        var (caller, open) = (call.Caller, call.Open);
        // A setting such as a list of repositories narrows searches and actions; a call that is passed on knows none.
        if (open.Instance.Level == InstanceLevel.Organization && !open.IsPrivate && caller.Must(KnownPermissions.UseOrganizationsConnectionThroughProxy) is { } forbidden)
        {
            return forbidden;
        }

        if (open.Entry.Manifest.UserUrl || open.Entry.As<IPassCalls>() is not { } connector)
        {
            return PassedCalls.NotOffered(open.Session.VendorName);
        }

        var found = await open.Session.CallAsync(() => connector.ApiBaseAsync(open.Session, cancellationToken), cancellationToken);
        if (!found.TryGet(out var api, out var failure))
        {
            return failure;
        }

        if (ProxyPath.Below(api, request.Path, request.Query) is not { } address || !IsBound(open, address))
        {
            return ProxyFailures.OutsideOfApi(open.Session.VendorName);
        }

        if (request.Changes)
        {
            // Before it is made: a change at a vendor is never without its entry, whatever becomes of it.
            await AuditAsync(caller, open, request, cancellationToken);
        }

        using var message = MessageOf(request, address);
        connector.Prepare(open.Session, message);
        Result<HttpResponseMessage> sent;
        try
        {
            sent = await open.Session.PassAsync(message, cancellationToken);
        }
        catch
        {
            await RecordAsync(call, request, ProxyFailures.Interrupted(open.Session.VendorName), status: null);
            throw;
        }

        return await AnswerAsync(call, request, api, sent, cancellationToken);
    }

    private async Task<Result<ProxyAnswer>> AnswerAsync(
        VendorCall call, ProxyRequest request, Uri api, Result<HttpResponseMessage> sent, CancellationToken cancellationToken)
    {
        var open = call.Open;
        var isHandedOn = false;
        var response = sent.IsSuccess ? sent.Value : null;
        var failure = sent.Failure is { Kind: FailureKind.VendorUnavailable } lost && open.Session.MayBeDone
            ? ProxyFailures.OutcomeUnknown(open.Session.VendorName, lost)
            : sent.Failure;
        try
        {
            if (response is not null)
            {
                failure = await RefusalAsync(open, response, cancellationToken);
            }

            await RecordAsync(call, request, failure, (int?)response?.StatusCode);
            if (failure is not null)
            {
                return failure;
            }

            isHandedOn = true;
            return new ProxyAnswer(open, response!, CreatedAt(open, api, response!));
        }
        finally
        {
            if (!isHandedOn)
            {
                response?.Dispose();
            }
        }
    }

    /// <summary>Why an answer is not handed on; null for one that is.</summary>
    private async Task<Failure?> RefusalAsync(OpenIntegration open, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var vendor = open.Session.VendorName;
        if (response.Content.Headers.ContentLength > ProxyRequest.LargestBodyInBytes && response.RequestMessage?.Method != HttpMethod.Head)
        {
            return ProxyFailures.AnswerTooLarge(vendor);
        }

        if ((int)response.StatusCode is >= 300 and < 400 && response.StatusCode != HttpStatusCode.NotModified)
        {
            return ProxyFailures.Redirected(vendor, (int)response.StatusCode);
        }

        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            if (response.IsSuccessStatusCode)
            {
                await health.ReportAsync(open.Connection, null, validated: false, CancellationToken.None);
            }

            return null;
        }

        // One address that refuses says little: what the program called may be open to other kinds of credentials only. No program is to
        // end a connection that works for everyone else.
        response.Dispose();
        var account = await open.Session.CallAsync(() => open.Entry.Connector.GetAccountAsync(open.Session, cancellationToken), cancellationToken);
        if (account.Failure is not { Kind: FailureKind.CredentialRefused } dead)
        {
            return ProxyFailures.Unauthorized(vendor);
        }

        await health.ReportAsync(open.Connection, dead, validated: false, CancellationToken.None);
        return dead;
    }

    private bool IsBound(OpenIntegration open, Uri address) =>
        CredentialHosts.Bound(open.Entry.Manifest, open.Connection.Hosts, open.Connection.Facts).Contains(CredentialHosts.Of(address));

    /// <summary>The vendor may tell where it really was called, in the sandbox or behind a gateway.</summary>
    private string? CreatedAt(OpenIntegration open, Uri api, HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.Created || response.Headers.Location is not { } location || !Uri.TryCreate(response.RequestMessage?.RequestUri ?? api, location, out var target))
        {
            return null;
        }

        var below = new[] { api, http.Value.RouteOf(open.Entry.Manifest.Key).Resolve(api) }.FirstOrDefault(candidate => ProxyPath.IsBelow(candidate, target));
        var (path, query) = below is null ? ("", "") : (target.AbsolutePath[below.AbsolutePath.Length..], target.Query);
        return below is null || ProxyPath.Refuse(path, query) is not null ? null : path + query;
    }

    private static HttpRequestMessage MessageOf(ProxyRequest request, Uri address)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), address);
        foreach (var (name, value) in request.Headers.Where(header => ProxyHeaders.PassesToVendor(header.Key)))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (request.Body is { } body)
        {
            message.Content = new PassedBody(body, request.BodyLength, ProxyRequest.LargestBodyInBytes);
            foreach (var (name, value) in request.Headers.Where(header => ProxyHeaders.PassesWithBody(header.Key)))
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private async Task AuditAsync(Caller caller, OpenIntegration open, ProxyRequest request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Add(
            db, caller, "proxy.called", InstanceAudit.Target(open.Instance),
            after: new { method = request.Method, path = Text.Cut(request.Path, PathKept) });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>What was done is recorded even when the caller has gone: hence no token. A query may hold anything, and is not kept.</summary>
    private Task RecordAsync(VendorCall call, ProxyRequest request, Failure? failure, int? status)
    {
        var path = Text.Cut(request.Path, PathKept);
        var asked = $"{request.Method} {path}";
        var entry = calls.Entry(
            call, failure ?? (status >= 400 ? ProxyFailures.Answered(asked, status.Value) : null), $"{asked}: {status}",
            input: Text.Json(new { method = request.Method, path }), output: status is null ? null : Text.Json(new { status }));
        return request.Changes ? activity.RecordAsync(entry, CancellationToken.None) : activity.RecordReadAsync(entry, CancellationToken.None);
    }
}
