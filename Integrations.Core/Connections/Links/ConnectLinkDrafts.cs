using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections.Links;

/// <summary>Looks through what was asked for before a link is made of it.</summary>
public sealed class ConnectLinkDrafts(CatalogService catalog, ReturnAddresses returns, EgressPolicy egress)
{
    private const int EmailMaxLength = 320;

    /// <summary>The providers' keys, or which field is wrong.</summary>
    internal async Task<Result<IReadOnlyList<string>>> CheckAsync(Caller caller, NewConnectLink wanted, CancellationToken cancellationToken)
    {
        if (CheckTexts(wanted) is { } invalid)
        {
            return invalid;
        }

        var keys = new List<string>();
        foreach (var name in wanted.Providers)
        {
            if (await catalog.FindAsync(name, cancellationToken) is not { Connector: not null } entry || (!entry.IsOffered && !caller.IsSuperAdmin))
            {
                return Failure.InvalidField("providers", $"There is no provider '{Text.Cut(name, 60)}' that can be connected.");
            }

            if (Refuse(entry, wanted) is { } refused)
            {
                return refused;
            }

            keys.Add(entry.Key);
        }

        return Result<IReadOnlyList<string>>.Success([.. keys.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>The member that is meant; null for the other audiences.</summary>
    internal static async Task<Result<User?>> FindMemberAsync(IntegrationsDbContext db, Caller caller, NewConnectLink wanted, CancellationToken cancellationToken)
    {
        if (wanted.Audience != ConnectLinkAudience.Member)
        {
            return Result<User?>.Success(null);
        }

        var named = (wanted.Member ?? "").Trim();
        var (id, upper) = (Guid.TryParse(named, out var parsed) ? parsed : (Guid?)null, named.ToUpperInvariant());
        var member = named.Length == 0 ? null
            : await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.OrganizationId == caller.OrganizationId && u.DisabledAt == null && (u.Id == id || u.NormalizedEmail == upper), cancellationToken);
        return member is null ? Failure.InvalidField("member", "Name a member of the organization by id or e-mail address.") : Result<User?>.Success(member);
    }

    private Failure? CheckTexts(NewConnectLink wanted) =>
        wanted.Providers.Count is 0 or > ConnectLink.MostProviders ? Failure.InvalidField("providers", $"Name 1 to {ConnectLink.MostProviders} providers.")
        : wanted.Lifetime < TimeSpan.FromHours(1) || wanted.Lifetime > ConnectLink.MaxLifetime ? Failure.InvalidField("expiresInDays", $"A link lives at most {ConnectLink.MaxLifetime.Days} days.")
        : wanted.ReturnUrl is not null && !returns.Allow(wanted.ReturnUrl) ? OAuthFailures.ReturnAddress
        : wanted.Audience != ConnectLinkAudience.Outside ? null
        : CheckOutsider(wanted);

    private static Failure? CheckOutsider(NewConnectLink wanted) =>
        wanted.Label is null && wanted.Email is null && wanted.Reference is null ? Failure.InvalidField("label", "Say whom it is for: a label, an e-mail address or a reference.")
        : wanted.Label is not null && Text.CheckName("label", wanted.Label, ConnectLink.LabelMaxLength) is { } badLabel ? badLabel
        : wanted.Reference is not null && Text.CheckName("reference", wanted.Reference, ConnectLink.ReferenceMaxLength) is { } badReference ? badReference
        : wanted.Email is not null && (wanted.Email.Length > EmailMaxLength || !Mail.MailAddresses.IsOne(wanted.Email)) ? Failure.InvalidField("email", "The e-mail address is not one.")
        : null;

    private Failure? Refuse(CatalogEntry entry, NewConnectLink wanted)
    {
        var isOutside = wanted.Audience == ConnectLinkAudience.Outside;
        if (!entry.Document.Levels.Contains(isOutside ? ProviderLevels.Organization : ProviderLevels.User) || (isOutside && entry.Document.RequiresUserScoping))
        {
            return Failure.InvalidField(
                "providers",
                isOutside ? $"{entry.DisplayName} is connected by each member for themself, not by people outside." : $"{entry.DisplayName} is connected for the whole organization, not by its members.");
        }

        return wanted.Settings is null ? null : new InstanceChanges { Settings = wanted.Settings }.Validate(entry, egress);
    }
}
