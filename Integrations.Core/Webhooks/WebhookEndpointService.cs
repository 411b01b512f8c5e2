using Integrations.Connectors.Http;
using Integrations.Core.Activity;
using Integrations.Core.Events;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Webhooks;

/// <summary>An organization's webhook endpoints; administrators only.</summary>
public sealed class WebhookEndpointService(
    IDbContextFactory<IntegrationsDbContext> contexts, WebhookSecrets secrets, EgressPolicy egress, AuditLog audit, TimeProvider clock)
{
    /// <summary>Of one organization; one more is refused.</summary>
    public const int MaxEndpoints = 100;

    private const int MaxAttempts = 20;

    /// <summary>All endpoints of the caller's organization, switched off or not.</summary>
    /// <returns>The endpoints, or <c>permission_denied</c>.</returns>
    public async Task<Result<IReadOnlyList<WebhookEndpointView>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ReadWebhooks) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var endpoints = await db.WebhookEndpoints.AsNoTracking().VisibleTo(caller).OrderBy(e => e.Name).ThenBy(e => e.Id).Take(MaxEndpoints).ToListAsync(cancellationToken);
        return Result<IReadOnlyList<WebhookEndpointView>>.Success([.. endpoints.Select(View)]);
    }

    /// <summary>One endpoint, without its secret.</summary>
    /// <returns>The endpoint, or <c>permission_denied</c>, or not found where it is none of the organization's.</returns>
    public async Task<Result<WebhookEndpointView>> GetAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ReadWebhooks) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WebhookEndpoints.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is { } endpoint
            ? View(endpoint)
            : WebhookFailures.NotFound;
    }

    /// <summary>Adds an endpoint; 003's "create webhook integration".</summary>
    public async Task<Result<CreatedWebhookEndpoint>> CreateAsync(Caller caller, WebhookEndpointValues values, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeWebhooks) is { } forbidden)
        {
            return forbidden;
        }

        if (caller.OrganizationId is not { } organizationId)
        {
            return Failure.Forbidden("User must belong to an organization to create webhooks");
        }

        if (WebhookEndpointRules.Check(values, isNew: true, egress) is { } invalid)
        {
            return invalid;
        }

        var now = clock.GetUtcNow();
        var endpoint = new WebhookEndpoint
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organizationId,
            Name = values.Name!.Trim(),
            Url = values.Url!.Trim(),
            Events = [.. values.Events!.Distinct(StringComparer.Ordinal)],
            SecretCiphertext = "",
            SecretHint = "",
            CreatedBy = caller.UserId,
            CreatedAt = now,
        };
        var secret = values.Secret is null ? WebhookSecrets.Generate() : new Secret(values.Secret);
        secrets.Set(endpoint, secret);
        secrets.SetHeaders(endpoint, values.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal));

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.WebhookEndpoints.CountAsync(e => e.OrganizationId == organizationId, cancellationToken) >= MaxEndpoints)
        {
            return WebhookFailures.TooMany;
        }

        db.WebhookEndpoints.Add(endpoint);
        audit.Add(db, caller, "webhook.created", Target(endpoint), after: Facts(endpoint));
        return (await SaveAsync(db, endpoint, cancellationToken)).Map(view => new CreatedWebhookEndpoint(view, secret));
    }

    /// <summary>Changes what <paramref name="values"/> names; what it leaves null stays.</summary>
    /// <returns>The endpoint as it is now, or <c>permission_denied</c>, <c>validation</c>, or not found.</returns>
    public Task<Result<WebhookEndpointView>> UpdateAsync(Caller caller, Guid id, WebhookEndpointValues values, CancellationToken cancellationToken) =>
        ChangeAsync(
            caller,
            id,
            "webhook.updated",
            endpoint =>
            {
                if (WebhookEndpointRules.Check(values, isNew: false, egress) is { } invalid)
                {
                    return invalid;
                }

                endpoint.Name = values.Name?.Trim() ?? endpoint.Name;
                if (values.Url?.Trim() is { } url && url != endpoint.Url)
                {
                    endpoint.Url = url;
                    // What was typed for one host is not sent to another (SECURITY T10); the receiver's history ends too.
                    secrets.SetHeaders(endpoint, new Dictionary<string, string>(StringComparer.Ordinal));
                    Forgive(endpoint);
                }

                endpoint.Events = values.Events is null ? endpoint.Events : [.. values.Events.Distinct(StringComparer.Ordinal)];
                if (values.Headers is { } headers)
                {
                    secrets.SetHeaders(endpoint, headers);
                }

                return null;
            },
            cancellationToken);

    /// <summary>Switches an endpoint on or off. On starts afresh: what failed before does not count.</summary>
    public Task<Result<WebhookEndpointView>> SwitchAsync(Caller caller, Guid id, bool on, CancellationToken cancellationToken) =>
        ChangeAsync(
            caller,
            id,
            on ? "webhook.enabled" : "webhook.disabled",
            endpoint =>
            {
                endpoint.IsActive = on;
                endpoint.DisabledReason = on ? null : "Switched off by an administrator.";
                if (on)
                {
                    Forgive(endpoint);
                }

                return null;
            },
            cancellationToken);

    /// <summary>Puts a new secret in force; the old one co-signs for 24 hours (SECURITY W4).</summary>
    /// <returns>The endpoint and its secret, or <c>auth.confirm_password</c> and what any change may meet.</returns>
    public async Task<Result<CreatedWebhookEndpoint>> RotateSecretAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (caller.MustConfirmInBrowser(clock.GetUtcNow()) is { } stale)
        {
            return stale;
        }

        var secret = WebhookSecrets.Generate();
        var rotated = await ChangeAsync(
            caller,
            id,
            "webhook.secret_rotated",
            endpoint =>
            {
                secrets.Rotate(endpoint, secret);
                return null;
            },
            cancellationToken);
        return rotated.Map(view => new CreatedWebhookEndpoint(view, secret));
    }

    /// <summary>Removes the endpoint with its log; what waits for it is not sent any more.</summary>
    /// <returns>Done, or <c>permission_denied</c>, or not found.</returns>
    public async Task<Result<Done>> DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await FindAsync(db, caller, id, cancellationToken);
        if (!found.TryGet(out var endpoint, out var failure))
        {
            return failure;
        }

        db.WebhookEndpoints.Remove(endpoint);
        audit.Add(db, caller, "webhook.deleted", Target(endpoint), Facts(endpoint));
        await db.SaveChangesAsync(cancellationToken);
        return Done.Value;
    }

    /// <summary>Sends a test event to this endpoint alone, through the same queue as every other.</summary>
    public async Task<Result<Guid>> SendTestAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        (await QueueTestAsync(caller, id, claimId: null, cancellationToken)).Map(queued => queued.Delivery.Id);

    /// <param name="claimId">Given where the caller sends it itself, at once; should it not, the lease gives it to the dispatcher.</param>
    internal async Task<Result<ClaimedDelivery>> QueueTestAsync(Caller caller, Guid id, Guid? claimId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await FindAsync(db, caller, id, cancellationToken);
        if (!found.TryGet(out var endpoint, out var failure))
        {
            return failure;
        }

        if (!endpoint.IsActive)
        {
            return WebhookFailures.SwitchedOff;
        }

        var now = clock.GetUtcNow();
        var test = OutboxEvent.Of(endpoint.OrganizationId, EventTypes.WebhookTest, new { message = "A test event, sent by hand.", endpoint = endpoint.Name }, now);
        test.FannedOutAt = now;
        var delivery = WebhookFanOut.Delivery(test, endpoint.Id, now);
        (delivery.ClaimId, delivery.DueAt) = claimId is null ? (null, now) : (claimId, now + DeliveryClaims.Lease);
        db.OutboxEvents.Add(test);
        db.WebhookDeliveries.Add(delivery);
        audit.Add(db, caller, "webhook.tested", Target(endpoint));
        await db.SaveChangesAsync(cancellationToken);
        return new ClaimedDelivery(delivery, endpoint, test, claimId ?? Guid.Empty, now);
    }

    /// <summary>
    /// Deliveries write down beside a change how their endpoint does; who changes it knows nothing of that and is not sent away for it: the change is
    /// made on what stands there now.
    /// </summary>
    private async Task<Result<WebhookEndpointView>> ChangeAsync(Caller caller, Guid id, string action, Func<WebhookEndpoint, Failure?> change, CancellationToken cancellationToken)
    {
        try
        {
            return await contexts.WriteAgainAsync(MaxAttempts, LostRaces.IsStale, db => ChangeAsync(db, caller, id, action, change, cancellationToken), cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Instances.InstanceFailures.Stale;
        }
    }

    private async Task<Result<WebhookEndpointView>> ChangeAsync(
        IntegrationsDbContext db, Caller caller, Guid id, string action, Func<WebhookEndpoint, Failure?> change, CancellationToken cancellationToken)
    {
        var found = await FindAsync(db, caller, id, cancellationToken);
        if (!found.TryGet(out var endpoint, out var failure))
        {
            return failure;
        }

        var before = Facts(endpoint);
        if (change(endpoint) is { } invalid)
        {
            return invalid;
        }

        audit.Add(db, caller, action, Target(endpoint), before, Facts(endpoint));
        return await SaveAsync(db, endpoint, cancellationToken);
    }

    private static async Task<Result<WebhookEndpoint>> FindAsync(IntegrationsDbContext db, Caller caller, Guid id, CancellationToken cancellationToken) =>
        caller.Must(KnownPermissions.ChangeWebhooks) is { } forbidden ? forbidden
        : await db.WebhookEndpoints.VisibleTo(caller).SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is { } endpoint ? endpoint
        : WebhookFailures.NotFound;

    private async Task<Result<WebhookEndpointView>> SaveAsync(IntegrationsDbContext db, WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return View(endpoint);
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            return WebhookFailures.NameTaken(endpoint.Name);
        }
    }

    private static void Forgive(WebhookEndpoint endpoint)
    {
        (endpoint.FailingSince, endpoint.FailuresSinceSuccess, endpoint.WarnedAt) = (null, 0, null);
        (endpoint.BreakerOpenUntil, endpoint.BreakerOpenings, endpoint.WindowStartedAt) = (null, 0, null);
    }

    private static AuditTarget Target(WebhookEndpoint endpoint) => new("webhook", endpoint.Id.ToString(), endpoint.Name, endpoint.OrganizationId);

    // The path or query of an address may be as good as a password.
    private static object Facts(WebhookEndpoint endpoint) => new { endpoint.Name, Host = new Uri(endpoint.Url).Host, endpoint.Events, endpoint.IsActive };

    private WebhookEndpointView View(WebhookEndpoint e) => new(e.Id, e.Name, e.Url, e.Events, e.IsActive)
    {
        DisabledReason = e.DisabledReason,
        SecretHint = e.SecretHint,
        IsSecretWeak = e.IsSecretWeak,
        HeaderNames = [.. secrets.Headers(e).Keys.Order(StringComparer.OrdinalIgnoreCase)],
        FailingSince = e.FailingSince,
        LastSuccessAt = e.LastSuccessAt,
        PausedUntil = e.BreakerOpenUntil,
        CreatedAt = e.CreatedAt,
        UpdatedAt = e.UpdatedAt,
        Version = e.Version,
    };
}
