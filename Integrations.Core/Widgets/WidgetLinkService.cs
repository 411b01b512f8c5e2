using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Core.Activity;
using Integrations.Core.Connections.Links;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Widgets;

/// <summary>Links that show a widget without signing in: an administrator makes and ends them, anyone who has one reads through it.</summary>
public sealed class WidgetLinkService(
    IDbContextFactory<IntegrationsDbContext> contexts, InstanceService instances, WidgetService widgets, AuditLog audit, TimeProvider clock)
{
    /// <summary>A longer one gives <c>validation</c>.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(365);

    /// <summary>So long one answer serves everyone who looks at a link, however many they are.</summary>
    internal static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    private const string Prefix = "itw_";
    private const int RememberedViews = 1_000;
    private const int ValueMaxLength = 300;
    private static readonly TimeSpan Range = TimeSpan.FromDays(1);

    private readonly ExpiringCache<Guid, WidgetView> _views = new(clock, RememberedViews);

    /// <summary>Makes a link to a widget of an organization's integration that everyone shares.</summary>
    /// <returns>The link, or <c>validation</c>, <c>permission_denied</c>, <c>auth.confirm_password</c>, <c>instance.not_found</c>.</returns>
    public async Task<Result<CreatedWidgetLink>> CreateAsync(Caller caller, Guid instanceId, NewWidgetLink wanted, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if ((caller.Must(KnownPermissions.ChangeWidgetLinks) ?? caller.MustHaveSignedInLately(now)) is { } forbidden)
        {
            return forbidden;
        }

        if (!(await instances.GetAsync(caller, instanceId, cancellationToken)).TryGet(out var view, out var failure))
        {
            return failure;
        }

        if (Check(wanted, view) is { } invalid)
        {
            return invalid;
        }

        if (!FrameOrigins.Read(wanted.Origins, "origins", WidgetLink.MaxOrigins).TryGet(out var origins, out failure))
        {
            return failure;
        }

        var token = TokenText.New(Prefix);
        var link = new WidgetLink
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = view.Instance.OrganizationId,
            InstanceId = view.Id,
            Kind = wanted.Kind,
            Name = wanted.Name.Trim(),
            Hash = TokenText.Hash(token.Reveal()),
            Hint = TokenText.Hint(token),
            Entity = wanted.Kind == WidgetKind.Data ? wanted.Entity : null,
            Fields = [.. WidgetFields.Of(wanted.Kind, view, wanted.Entity).Where(field => wanted.Fields.Contains(field, StringComparer.Ordinal))],
            Rows = wanted.Rows,
            Origins = origins,
            CreatedBy = Text.Cut(caller.DisplayName, 320),
            CreatedAt = now,
            ExpiresAt = now + wanted.Lifetime,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.WidgetLinks.Add(link);
        audit.Add(
            db, caller, "widget_link.created", new AuditTarget("widget_link", link.Id.ToString(), link.Name),
            after: new { integrationId = view.Id, kind = link.Kind.ToString(), link.Entity, link.Fields, link.Origins, link.ExpiresAt });
        await db.SaveChangesAsync(cancellationToken);
        return new CreatedWidgetLink(WidgetLinkRow.Of(link), token);
    }

    /// <summary>All links of an integration, for its administrators; newest first, at most 100.</summary>
    public async Task<Result<IReadOnlyList<WidgetLinkRow>>> ListAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ReadWidgetLinks) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var links = await db.WidgetLinks.AsNoTracking().VisibleTo(caller).Where(link => link.InstanceId == instanceId)
            .OrderByDescending(link => link.CreatedAt).ThenBy(link => link.Id).Take(PageRequest.MaxLimit).ToListAsync(cancellationToken);
        return Result<IReadOnlyList<WidgetLinkRow>>.Success([.. links.Select(WidgetLinkRow.Of)]);
    }

    /// <summary>Ends a link: the next look at it finds nothing. Ending it again changes nothing.</summary>
    public async Task<Result<Done>> RevokeAsync(Caller caller, Guid linkId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeWidgetLinks) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.WidgetLinks.VisibleTo(caller).SingleOrDefaultAsync(link => link.Id == linkId, cancellationToken) is not { } link)
        {
            return NotFound;
        }

        if (link.RevokedAt is null)
        {
            link.RevokedAt = clock.GetUtcNow();
            audit.Add(db, caller, "widget_link.revoked", new AuditTarget("widget_link", link.Id.ToString(), link.Name));
            await db.SaveChangesAsync(cancellationToken);
            _views.Forget(link.Id);
        }

        return Done.Value;
    }

    /// <summary>What is remembered of a link is read anew: it shows something else now.</summary>
    internal void Forget(Guid linkId) => _views.Forget(linkId);

    /// <summary>What a link shows. A forged, expired, revoked or mistaken one, and one whose integration is gone, are all alike not there.</summary>
    public async Task<Result<WidgetView>> OpenAsync(WidgetKind kind, string token, CancellationToken cancellationToken)
    {
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || token.Length > 100)
        {
            return NotFound;
        }

        var (hash, now) = (TokenText.Hash(token), clock.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var link = await db.WidgetLinks.SingleOrDefaultAsync(
            l => l.Hash == hash && l.Kind == kind && l.RevokedAt == null && l.ExpiresAt > now && db.Set<Organization>().Any(o => o.Id == l.OrganizationId && o.DisabledAt == null), cancellationToken);
        if (link is null)
        {
            return NotFound;
        }

        if (_views.TryGet(link.Id, out var known))
        {
            return known;
        }

        // It reads, as no one in particular: whatever needs a person, a role or a right to act is refused further in.
        var reader = Caller.Job(link.OrganizationId, $"Widget link '{link.Name}'") with { Role = Role.User, Scopes = TokenScopes.Read };
        if (!(await instances.GetAsync(reader, link.InstanceId, cancellationToken)).TryGet(out var instance, out _) || instance.Instance.UserScoped)
        {
            return NotFound;
        }

        if (link.LastUsedAt is null || link.LastUsedAt < now - TimeSpan.FromHours(1))
        {
            link.LastUsedAt = now;
            await db.SaveChangesAsync(cancellationToken);
        }

        var view = await FillAsync(reader, new WidgetView(WidgetLinkRow.Of(link), instance, null) { ReadAt = now }, cancellationToken);
        _views.Remember(link.Id, view, now + KeptFor);
        return view;
    }

    private async Task<WidgetView> FillAsync(Caller reader, WidgetView view, CancellationToken cancellationToken)
    {
        var (link, instance) = (view.Link, view.Instance);
        switch (link.Kind)
        {
            case WidgetKind.Activity:
                var activities = await widgets.ActivityAsync(reader, instance.Id, Range, link.Rows, cancellationToken);
                return activities.TryGet(out var page, out _) ? view with { Activities = page.Items } : view with { Problem = "What happened could not be read just now." };
            case WidgetKind.Data when instance.Instance.Status == InstanceStatus.Disabled:
                return view with { Problem = "This integration is switched off." };
            case WidgetKind.Data:
                var request = new SearchRequest(null, link.Rows) { EntityTypes = [link.Entity!] };
                var found = await widgets.DataAsync(reader, instance.Id, request, link.Fields, cancellationToken);
                // Why a vendor refused is for those who can do something about it, and they see it in the hub.
                return found.TryGet(out var rows, out _)
                    ? view with { Data = [.. rows.Items.Select(row => Row(row, link.Fields))] }
                    : view with { Problem = $"{instance.ProviderName} did not give this just now." };
            default:
                return view;
        }
    }

    private static WidgetRow Row(JsonObject row, IReadOnlyList<string> fields) => new(
        fields.Contains(WidgetFields.Title, StringComparer.Ordinal) ? Words(row[WidgetFields.Title]) : null,
        fields.Contains(WidgetFields.Url, StringComparer.Ordinal) ? WebAddress.Of(Words(row[WidgetFields.Url])) : null,
        [.. fields.Where(field => field is not (WidgetFields.Title or WidgetFields.Url)).Select(field => KeyValuePair.Create(field, Words(row[field]))).Where(fact => fact.Value.Length > 0)]);

    private static string Words(JsonNode? value) => Text.Cut(
        value switch
        {
            null => "",
            JsonArray list => string.Join(", ", list.Select(item => item?.GetValueKind() == JsonValueKind.String ? item.GetValue<string>() : item?.ToJsonString())),
            _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            _ => value.ToJsonString(),
        },
        ValueMaxLength);

    private static Failure? Check(NewWidgetLink wanted, InstanceView view)
    {
        if (view.Instance.Level != InstanceLevel.Organization || view.Instance.UserScoped)
        {
            return Failure.Forbidden("Only what the whole organization shares can be shown elsewhere: this integration belongs to single people.");
        }

        if (wanted.Name.Trim().Length is 0 or > WidgetLink.NameMaxLength)
        {
            return Failure.InvalidField("name", $"The name needs 1 to {WidgetLink.NameMaxLength} characters.");
        }

        if (wanted.Kind == WidgetKind.Data && view.Provider?.Connector?.Manifest.Entities.Any(entity => entity.Name == wanted.Entity && entity.Searchable) != true)
        {
            return Failure.InvalidField("entity", "Choose what kind of thing is shown.");
        }

        if (!WidgetFields.Of(wanted.Kind, view, wanted.Entity).Any(field => wanted.Fields.Contains(field, StringComparer.Ordinal)))
        {
            return Failure.InvalidField("fields", "Choose at least one field.");
        }

        return wanted.Rows is < 1 or > WidgetLink.MaxRows ? Failure.InvalidField("rows", $"Choose 1 to {WidgetLink.MaxRows} rows.")
            : wanted.Lifetime < TimeSpan.FromDays(1) || wanted.Lifetime > MaxLifetime ? Failure.InvalidField("expiresInDays", "A link lives 1 to 365 days.")
            : null;
    }

    private static Failure NotFound => Failure.NotFound("widget_link.not_found", "There is no such link.");
}
